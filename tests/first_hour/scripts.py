"""What is asked in the first hour, in order, and what somebody answers who makes no slip."""

from __future__ import annotations

from tests.first_hour.terminal import PASSPHRASE

Script = list[tuple[str, str]]

AGENCY: Script = [
    ("What is your agency called?", "Riverside Peer Network"),
    ("Which name may stand on an e-mail?", "Riverside"),
    ("Which city has your clock?", "New York"),
    ("Which return address", "PO Box 118, Exampletown, NH 03755"),
    ("", ""),
    ("At which telephone number", "603-555-0100"),
    ("From which e-mail address", "hello@riverside.example"),
    ("Whom do people call", "Police, fire, or ambulance 911"),
    ("", ""),
    ("In which language", ""),
    ("What do you do when you are worried", "Jo asks you first. Then Jo calls Lee."),
    ("", ""),
    ("What do you have to report", "You or somebody else may get badly hurt very soon."),
    ("", ""),
    ("What is your name?", "Jo"),
]
VAULT: Script = [("New passphrase", PASSPHRASE), ("The same again", PASSPHRASE)]
PERSON: Script = [
    ("What would you like to be called?", "Sam"),
    ("Which ways to reach you are safe?", "letter"),
    ("street and house number", "12 Main Street"),
    ("What is the town?", "Exampletown"),
    ("state or region", "NH"),
    ("ZIP or postal code", "03755"),
    ("how much may it say?", "everything"),
    ("languages do you like to read", "English"),
    ("get things to read", "large print"),
    ("size of print", "20"),
    ("captions", ""),
    ("like to talk", "phone"),
    ("devices", ""),
    ("May we keep these answers?", "yes"),
    ("in danger, whom", "pass"),
    ("Is this right, and enough for today?", "yes"),
]
MEETING: Script = [
    ("How do you meet?", "phone"),
    ("Which number do people call", "603 555 0111, code 4455#"),
    ("What is the meeting called?", "Thursday group"),
    ("When is it", "Dec 3, 6 pm"),
    ("How long", "an hour"),
    ("How often", "every week, 12 times"),
    ("Which handout", "call drops"),
]
WHOLE: Script = [*AGENCY, *VAULT, *PERSON, *MEETING]

INTERVIEW: Script = [
    ("What would you like to be called?", "Ana"),
    ("Which ways to reach you are safe?", "e-mail"),
    ("What is your e-mail address?", "ana@mail.example"),
    ("how much may it say?", "everything"),
    ("languages do you like to read", "English, Spanish"),
    ("get things to read", "screen reader"),
    ("captions", "captions by a person"),
    ("like to talk", "video, phone"),
    ("devices", "computer"),
    ("May we keep these answers?", "yes"),
    ("in danger, whom", ""),
    ("enough for today?", "more"),
    ("What next?", "pronouns"),
    ("pronouns", "she/her"),
    ("Where may we use them?", "1"),
    ("Who gives these answers?", ""),
    ("who leads", "yes"),
    ("What may the group know?", ""),
    ("enough for today?", "yes"),
]
SESSION: Script = [
    ("Which city has your clock?", "New York"),
    ("Who leads it?", ""),
    ("How do you meet?", "Zoom"),
    ("What is the link to join?", "https://us02web.zoom.us/j/81234567890"),
    ("What is the meeting called?", "Tuesday group"),
    ("When is it", "Dec 8, 6 pm"),
    ("How long", ""),
]

INVITATION = """Jo Lee is inviting you to a scheduled Zoom meeting.

Topic: Thursday group
Time: Dec 3, 2026 06:00 PM Eastern Time (US and Canada)
        Every week on Thu, until Feb 18, 2027, 12 occurrence(s)
Join Zoom Meeting
https://us02web.zoom.us/j/81234567890?pwd=abcDEF.1

Meeting ID: 812 3456 7890
Passcode: 123456

---
One tap mobile
+13017158592,,81234567890#,,,,*123456# US (Washington DC)
Find your local number: https://us02web.zoom.us/u/kabc"""
