import pytest

from showup.detect.fold import fold, plain


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("VORSTELLUNGSGESPRÄCH", "vorstellungsgespräch"),
        ("entretien d’embauche", "ENTRETIEN D'EMBAUCHE"),
        ("İş Görüşmesi", "is gorusmesi"),
        ("ＩＮＴＥＲＶＩＥＷ", "interview"),
        ("𝐈𝐧𝐭𝐞𝐫𝐯𝐢𝐞𝐰", "interview"),
        ("Іntervіеw", "interview"),
        ("i n t e r v i e w", "interview"),
        ("ΣΥΝΕΝΤΕΥΞΗ", "συνέντευξη"),
        ("مُقَابَلَة", "مقابلة"),
        ("Страна ещё", "страна еще"),
        ("ﾒﾝｾﾂ", "メンセツ"),
        ("面 接", "面接"),
    ],
)
def test_tricks_and_accents_fold_to_the_same(written: str, meant: str) -> None:
    assert fold(plain(written, 100)) == fold(plain(meant, 100))


@pytest.mark.parametrize(("one", "other"), [("か", "が"), ("май", "маи"), ("नौकरी", "नकर"), ("งาน", "งน")])
def test_marks_that_tell_words_apart_are_kept(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_word_wholly_in_cyrillic_stays_cyrillic() -> None:
    assert fold("Собеседование") == "собеседование"


def test_what_is_shown_has_no_control_invisible_or_bidirectional_characters() -> None:
    assert plain("A\x00c\u200bm\u202ee\n\tInc \ud800\U000e0041", 100) == "A cme Inc"


def test_what_is_shown_has_a_bounded_length() -> None:
    assert len(plain("x" * 10_000, 60)) == 60
