"""STOP is looked at first; what may mean it holds the way until somebody asked."""

from __future__ import annotations

import sys

import pytest

from access_kit.delivery.word_lists import spoken, word_lists
from access_kit.i18n.language_habits import find_language
from tests.delivery.test_replies import LANGUAGES, read
from tests.harms.replies import ADDRESS, OTHER, WHO, message, typed
from tests.send.vault_kit import run, session_file

posix = pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")


@posix
@pytest.mark.parametrize("name", ["apple-button", "gmail-button", "samsung-glued", "word-07"])
def test_stop_stops_email_at_once(name, desk):
    (one,) = desk.take(f"stop/{name}.eml").json["messages"]
    assert (one["kind"], one["stopped"]) == ("stop", [WHO])
    assert "email" not in desk.ways()
    reminded = run(desk.kit, "remind", session_file(desk.kit), "--json")
    assert (WHO, "email") not in [(m["id"], m["channel"]) for m in reminded.json["messages"]]


@posix
@pytest.mark.parametrize(
    "header", ["Auto-Submitted: auto-generated", "Precedence: bulk", "Precedence: list"]
)
def test_stop_counts_whatever_machine_it_came_through(header, desk):
    desk.take(message("STOP", headers=f"{header}\n"))
    assert "email" not in desk.ways()


@posix
@pytest.mark.parametrize("named", [False, True])
def test_stop_counts_for_everyone_with_the_address(named, desk):
    desk.command("profile", "edit", OTHER, "contact.email=Mei-Ling+group@MAIL.example")
    done = desk.take("stop/shared-address.eml", more=("--person", WHO) if named else ())
    assert set(done.json["messages"][0]["stopped"]) == {WHO, OTHER}
    assert "returns.stop" in [problem["code"] for problem in done.json["problems"]]
    for person in (WHO, OTHER):
        assert "email" not in desk.ways(person)


@posix
@pytest.mark.parametrize("thread", [True, False])
def test_stop_counts_from_an_address_that_was_theirs(thread, desk):
    """It was sent before the new address was written down, or from the old one out of habit."""
    desk.command("profile", "edit", WHO, "contact.email=mei.new@mail.example")
    assert "email" in desk.ways()
    done = desk.take(message("STOP", thread=thread))
    assert done.json["messages"][0]["stopped"] == [WHO]
    assert "email" not in desk.ways()


@posix
def test_stop_from_an_address_that_is_somebody_elses_now_stops_them_alone(desk):
    desk.command("profile", "edit", WHO, "contact.email=mei.new@mail.example")
    desk.command("profile", "edit", OTHER, f"contact.email={ADDRESS}")
    done = desk.take(message("STOP", thread=False))
    assert done.json["messages"][0]["stopped"] == [OTHER]


@posix
@pytest.mark.parametrize("sender", ["mei@bücher.example", "mei@xn--bcher-kva.example"])
def test_stop_counts_in_either_spelling_of_the_domain(sender, desk):
    desk.command("profile", "edit", WHO, "contact.email=mei@bücher.example")
    desk.take(message("STOP", sender=sender, thread=False))
    assert "email" not in desk.ways()


@posix
@pytest.mark.parametrize("name", ["word-01", "word-02", "word-03", "word-04", "word-05", "word-06"])
def test_what_may_mean_stop_holds_email_and_is_told(name, desk):
    done = desk.take(f"stop/{name}.eml")
    assert "email" not in desk.ways()
    assert {p["code"] for p in done.json["problems"]} & {"returns.stop", "returns.may-stop"}
    assert desk.status()["next"] != "wait" or done.json["messages"][0]["kind"] == "stop"


@posix
def test_a_word_in_a_wrapped_sentence_is_neither(desk):
    (one,) = desk.take("stop/wrapped-bus-stop.eml").json["messages"]
    assert (one["kind"], one["stopped"]) == ("words", [])
    assert "email" in desk.ways()


@posix
def test_what_was_held_goes_on_after_a_yes_and_ends_after_a_no(desk):
    desk.take("stop/word-06.eml")
    body = "> B12. You may e-mail me.\n> [x] Yes\n> [x] My name"
    desk.take(message(body, number=9, date="Fri, 27 Nov 2026 21:00:00 -0500"))
    assert "email" in desk.ways()
    desk.command("consent", "withdraw", WHO, "--scope", "email")
    assert "email" not in desk.ways()


@posix
def test_after_stop_by_mail_only_a_yes_by_another_way_opens_it_again(desk):
    desk.take("gate/stop.eml")
    body = "> B12. You may e-mail me.\n> [x] Yes\n> [x] My name"
    desk.take(message(body, number=9, date="Fri, 27 Nov 2026 21:00:00 -0500"))
    assert "email" not in desk.ways()
    session = desk.kit / "session.toml"
    answers = typed(desk, session, {"B12.": "2"})
    desk.command("consent", "record", session, WHO, "--way", "phone", stdin=answers)
    assert "email" in desk.ways()


@posix
def test_a_stop_that_was_texted_is_written_down(desk):
    desk.command("consent", "withdraw", WHO, "--scope", "sms", "--way", "sms")
    assert "sms" not in desk.ways()
    path = desk.save("text.txt", "STOP")
    done = run(desk.kit, "returns", "import", path, "--person", OTHER, "--way", "sms", "--json")
    assert done.json["messages"][0]["kind"] == "stop"
    assert "sms" in desk.consent(OTHER)["withdrawn"]
    assert "email" not in desk.consent(OTHER)["withdrawn"]


# -- the lists ----------------------------------------------------------------------------------

FEDERAL = ("stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe")
NEIGHBOURS = """
Please stop sending me these
Please stop emailing me.
Can you stop the emails?
I want you to stop
STOP IT
Stop this please!
stop contacting me
I asked you to stop
quit sending me things
no more emails please
No more mail.
do not email me again
don't email me
Don’t send me anything
dont write me anymore
please do not contact me by mail
Never write to me again
take me off the list
Remove me from this list
please delete my address
unsubscribe me
Please unsubscribe me from this
I'd like to opt out of this
opt me out
I revoke my permission
I withdraw my consent
I take back what I agreed to
leave me alone
not interested
cancel my emails
I no longer want these
I don't want these any more
I do not want to receive this
I'd rather not get mail
wrong person
who is this?
E-mail is not safe for me
it's no longer safe to write here
my husband reads my email
he checks my phone
Please end this
cease and desist
""".strip().splitlines()
OTHER_LANGUAGES = {
    "es": ["Por favor, deje de enviarme correos", "No me escriba más", "Ya no quiero recibir esto",
           "Quíteme de la lista", "mi esposo lee mi correo", "No más correos, gracias"],
    "ar": ["من فضلكم توقفوا عن إرسال هذه الرسائل", "لا ترسلوا لي شيئا", "لم أعد أريد هذه الرسائل",
           "احذفوني من القائمة", "زوجي يقرأ بريدي"],
    "hi": ["कृपया मुझे ईमेल भेजना बंद करें", "मुझे मत लिखो", "मुझे ये ईमेल नहीं चाहिए",
           "मेरा नाम हटा दें", "मेरे लिए ईमेल सुरक्षित नहीं है"],
}  # fmt: skip
NEITHER = """
Please do not stop sending these
I will wait at the bus stop
We can stop by at six
My address is 5 Stop Lane
I have to cancel, sorry
See you then
I am at the end of the road
Thank you, I quit smoking last year
The meeting ends at seven, right?
""".strip().splitlines()


@pytest.mark.parametrize("said", [*FEDERAL, "STOPALL", "please stop", "Stop.\n\nMei-Ling"])
def test_words_that_stop(said):
    assert read("en", said).stop == "stop"
    assert read("en", said.upper()).stop == "stop"


@pytest.mark.parametrize("said", NEIGHBOURS)
def test_phrases_that_may_mean_stop(said):
    assert read("en", f"Hi Jo,\n{said}\nMei-Ling").stop
    assert read("en", said).stop


@pytest.mark.parametrize(
    ("lang", "said"), [(lang, said) for lang, all_ in OTHER_LANGUAGES.items() for said in all_]
)
def test_phrases_in_the_languages_that_ship(lang, said):
    assert read(lang, said).stop


@pytest.mark.parametrize("said", NEITHER)
def test_what_is_neither(said):
    assert read("en", said).stop == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_that_ships_has_both_lists(lang):
    lists = find_language(lang).replies
    assert len(lists.stop) >= 7
    assert len(lists.may_stop) >= 40
    for word in lists.stop:
        assert read(lang, word).stop == "stop"
    for phrase in lists.may_stop:
        assert read(lang, f"... {phrase} ...").stop


@pytest.mark.parametrize("word", sorted(word_lists().stop))
def test_no_word_that_stops_stops_inside_a_wrapped_sentence(word):
    text = f"I will take the bus, and my place is near the\n{word}\nso I should be on time then."
    may = any(f" {one}" in f" {spoken(text)}" for one in word_lists().may_stop)
    assert read("en", text).stop == ("may-stop" if may else "")
