"""What is known of a person, so that no paper asks it or offers it again.

Here alone a paper looks into a profile beside the plan: not to decide anything for somebody, but to
leave a question out.
"""

from __future__ import annotations

from collections.abc import Mapping

from access_kit.model.profile import (
    CaptionKind,
    Channel,
    DeviceKind,
    Mode,
    PrivatePlace,
    Profile,
    Quality,
    TechHelp,
)

SURE_FROM = 3
"""From this on, of 1 to 4, somebody called themselves sure with devices."""

OWN_DEVICES = frozenset({DeviceKind.SMARTPHONE, DeviceKind.TABLET, DeviceKind.COMPUTER})


def known_facts(profile: Profile) -> frozenset[str]:
    """The facts by which a question is left out, or a way to reach someone is asked for."""
    return frozenset(name for name, so in _named(profile).items() if so)


def _named(profile: Profile) -> Mapping[str, bool]:
    contact, net, aid = profile.contact, profile.connection, profile.help
    devices = {one.value for one in profile.device.has if one.wanted}
    quality = net.quality.value if net.quality else None
    confidence = aid.digital_confidence.value if aid.digital_confidence else SURE_FROM
    helped = bool(aid.tech and aid.tech.value in (TechHelp.PRACTICE_CALL, TechHelp.HELPER))
    wanted = [one.value for one in profile.talk.modes if one.wanted]
    captions = profile.hearing.captions
    private = profile.place.private.value if profile.place.private else None
    minutes = bool(net.minutes_limited and net.minutes_limited.value)
    return {
        "spot_known": private is PrivatePlace.YES,
        "minutes_limited": minutes,
        "internet_unsure": minutes
        or net.data_mb_per_session is not None
        or DeviceKind.SHARED in devices
        or quality not in (None, Quality.GOOD),
        "device_known": bool(devices & OWN_DEVICES) and DeviceKind.SHARED not in devices,
        "assistive": any(one.wanted for one in profile.device.assistive),
        "beginner": helped or confidence < SURE_FROM,
        "lip_reads": bool(profile.hearing.lip_reads and profile.hearing.lip_reads.value),
        "person_number": bool(contact.phone),
        "no_phone": devices == {DeviceKind.NONE} and not contact.phone,
        "mailed": Channel.EMAIL in contact.safe and bool(contact.email),
        "asks_phone": bool(wanted) and wanted[0] is Mode.PHONE,
        "asks_captions": bool(captions and captions.wanted and captions.value != CaptionKind.NONE),
        "asks_text": bool(contact.phone) and Channel.SMS not in contact.safe,
        "asks_voicemail": bool(contact.phone) and Channel.VOICEMAIL not in contact.safe,
        "asks_email": bool(contact.email) and Channel.EMAIL not in contact.safe,
        "asks_mail": bool(contact.post) and Channel.LETTER not in contact.safe,
    }
