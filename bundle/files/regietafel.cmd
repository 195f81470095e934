@echo off
rem Sleep een werkboek op dit bestand, of typ: regietafel OPDRACHT
setlocal EnableExtensions DisableDelayedExpansion
set "PYTHON=%~dp0omgeving\Scripts\python.exe"
if not exist "%PYTHON%" goto :niet_klaar
"%PYTHON%" -I -X utf8 "%~dp0programma\start.py" %*
exit /b %ERRORLEVEL%

:niet_klaar
echo.
echo Regietafel staat hier nog niet klaar. Start eerst installeer.cmd, in dezelfde map.
pause
exit /b 2
