@echo off
rem Zoekt een Python die past en laat die alles klaarzetten in de map "omgeving", hiernaast.
rem Met /stil sluit het venster vanzelf; de uitgangscode is 0 als het is gelukt.
setlocal EnableExtensions DisableDelayedExpansion
set "STIL="
if /i "%~1"=="/stil" set "STIL=1"
set "CODE=2"
title Regietafel installeren

rem pushd geeft ook een netwerkmap een plaats; cd kan dat niet.
pushd "%~dp0"
if errorlevel 1 goto :geen_map
if not exist "programma\install.py" goto :niet_uitgepakt
if not exist "INHOUD.txt" goto :niet_uitgepakt

rem De Python-beheerder mag hier niets van internet halen.
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
set "PYLAUNCHER_ALLOW_INSTALL="
set "PYTHON="
set "ONGESCHIKT="
call :probeer "py -3.13"
call :probeer "py -3.12"
call :probeer "py -3.11"
call :probeer "python"
call :probeer "python3"
if not defined PYTHON goto :geen_python

%PYTHON% -I -X utf8 "programma\install.py"
set "CODE=%ERRORLEVEL%"
goto :klaar

:probeer
if defined PYTHON exit /b 0
set "PROEF=%~1"
%PROEF% -I "programma\install.py" --probe >nul 2>nul
if "%ERRORLEVEL%"=="0" set "PYTHON=%PROEF%"
if "%ERRORLEVEL%"=="4" set "ONGESCHIKT=1"
exit /b 0

:geen_python
echo.
echo Er is op deze computer geen Python gevonden die past.
echo Nodig is Python 3.13, 3.12 of 3.11, de 64-bits versie voor gewone computers.
if defined ONGESCHIKT echo Er is wel een Python, maar de 32-bits versie of een versie voor een andere processor.
echo.
echo Wat u kunt doen:
echo - Vraag uw ICT-afdeling om Python 3.13, 64 bits.
echo - Of installeer hem zelf, van python.org of uit de Microsoft Store. Beheerder zijn hoeft niet.
echo   Zet op het eerste scherm een vinkje bij "Add python.exe to PATH".
echo Start daarna installeer.cmd opnieuw.
goto :klaar

:niet_uitgepakt
echo.
echo Dit bestand staat niet bij de andere bestanden van Regietafel.
echo Pak eerst het hele zipbestand uit: klik er met rechts op en kies "Alles uitpakken".
echo Start daarna installeer.cmd in de uitgepakte map.
goto :klaar

:geen_map
echo.
echo De map van dit bestand is niet bereikbaar. Zet de map op uw eigen computer en probeer het opnieuw.
if not defined STIL pause
exit /b 2

:klaar
popd
if not defined STIL pause
exit /b %CODE%
