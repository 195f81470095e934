"""Replay the distribution of 2024 with unfitted scores against what was published.

Inhabitants of 1 January 2023, official SES-WOA scores where known, else the postcode estimates of 2021. Worst
deviations found: sum 96,002 of 96,000; provinces Groningen +5.5 %, next Drenthe and Noord-Holland -1.5 %; certain
municipal numbers Groningen +18.7 % (student city), Terschelling +11.5 % (3 places), Utrecht +8.2 %, Enschede +7.2 %,
Leeuwarden +5.2 % (student cities), all others within 3.1 % (Súdwest-Fryslân -3.1 %).
"""

from functools import cache
from importlib.resources import files

import pytest

from regietafel.inputs import reference_figures as reference
from regietafel.inputs import ses_woa
from regietafel.model import law

STUDENT_CITIES = {"Groningen", "Utrecht", "Enschede", "Leeuwarden"}
SMALL_WITH_A_LARGE_DEVIATION = {"Terschelling"}


@cache
def replayed() -> dict[str, int]:
    return law.indicative_numbers(96_000, ses_woa.unfitted_weights())


def published() -> list[reference.PublishedNumber]:
    return [number for number in reference.published_numbers(1).values() if number.certain]


def deviation(code: str, places: int) -> float:
    return replayed()[code] / places - 1


def test_all_municipalities_together_come_to_the_national_estimate() -> None:
    assert abs(sum(replayed().values()) - 96_000) <= 5


def test_published_provincial_tasks_add_up_to_the_national_estimate() -> None:
    assert sum(province.task[1] or 0 for province in reference.provinces().values()) == 96_000


@pytest.mark.parametrize("slug", reference.provinces())
def test_province_is_within_two_percent_and_groningen_within_six(slug: str) -> None:
    found = sum(replayed()[municipality.gm_code] for municipality in reference.municipalities_of(slug))
    allowed = 0.06 if slug == "groningen" else 0.02
    assert abs(found / (reference.provinces()[slug].task[1] or 0) - 1) <= allowed


def test_certain_municipal_numbers_are_within_four_percent() -> None:
    names = {number.gm_code: reference.municipalities()[number.gm_code].name for number in published()}
    checked = [item for item in published() if names[item.gm_code] not in STUDENT_CITIES | SMALL_WITH_A_LARGE_DEVIATION]
    assert len(checked) == 55
    # A number under 50 may be one place off by rounding alone.
    assert [
        (names[item.gm_code], item.places, replayed()[item.gm_code])
        for item in checked
        if abs(replayed()[item.gm_code] - item.places) > max(1.0, 0.04 * item.places)
    ] == []


def test_student_cities_come_out_too_high() -> None:
    cities = [item for item in published() if reference.municipalities()[item.gm_code].name in STUDENT_CITIES]
    assert len(cities) == 4
    assert all(0.04 < deviation(item.gm_code, item.places) < 0.20 for item in cities)


def test_the_three_unpublished_frisian_municipalities_add_up_to_what_is_left() -> None:
    # Published task 3,391 less fifteen published numbers 2,820 leaves 571 for three municipalities.
    names = {"Tytsjerksteradiel", "Waadhoeke", "Weststellingwerf"}
    codes = [item.gm_code for item in reference.municipalities_of("fryslan") if item.name in names]
    assert (
        3_391
        - sum(
            reference.published_numbers(1)[item.gm_code].places
            for item in reference.municipalities_of("fryslan")
            if item.gm_code not in codes
        )
        == 571
    )
    assert sum(replayed()[code] for code in codes) == pytest.approx(571, rel=0.04)


def test_fitted_scores_give_every_provincial_task_back() -> None:
    fitted = _fitted_numbers()
    for slug, province in reference.provinces().items():
        found = sum(fitted[item.gm_code] for item in reference.municipalities_of(slug))
        # Each municipal number is rounded apart: a few places at most.
        assert abs(found - (province.task[1] or 0)) <= 2, slug


def test_fitted_scores_give_certain_published_numbers_back() -> None:
    fitted = _fitted_numbers()
    official = {code for code, score in ses_woa.fit_scores().scores.items() if score.origin == "published"}
    assert [
        item.gm_code for item in published() if item.gm_code not in official and fitted[item.gm_code] != item.places
    ] == []


def test_official_scores_are_never_fitted() -> None:
    scores = ses_woa.fit_scores().scores
    found = {code: str(score.value) for code, score in scores.items() if score.origin == "published"}
    assert found == {"GM0363": "-0.073", "GM0484": "0.153", "GM1680": "0.17"}


def test_factors_stay_near_one() -> None:
    factors = ses_woa.fit_scores().factors
    assert all(0.99 <= factor <= 1.03 for factor in factors.values())


def test_fitted_scores_meet_the_published_task_of_south_holland_in_2026() -> None:
    # Not used in the fit, so a check of it: 18,175 published, 18,172 computed.
    scores = ses_woa.fit_scores().scores
    weights = {
        item.gm_code: law.weight(item.inhabitants[2025], scores[item.gm_code].value)
        for item in reference.municipalities_of("zuid-holland")
    }
    computed = sum(law.indicative_numbers(88_000, weights, ses_woa.weight_sum(2)).values())
    assert computed == pytest.approx(18_175, rel=0.001)


def _fitted_numbers() -> dict[str, int]:
    scores = ses_woa.fit_scores().scores
    weights = {
        code: law.weight(item.inhabitants[2023], scores[code].value)
        for code, item in reference.municipalities().items()
    }
    return law.indicative_numbers(96_000, weights, ses_woa.weight_sum(1))


def test_factors_in_the_readme_are_those_of_the_fit() -> None:
    readme = files("regietafel.inputs.reference").joinpath("README.md").read_text(encoding="utf-8")
    for slug, factor in ses_woa.fit_scores().factors.items():
        assert f"| {reference.provinces()[slug].name} | {float(factor):.4f} |" in readme
