"""Messages for the tests of those who carry them, and addresses of the services in the sink."""

from __future__ import annotations

from tests.vendors.sink import Sink

from showup_integrations.push.service import Message

ALARM = Message(
    "b6a1", "Interview in 5 min", "Join: https://meet.example/marlow", True, "https://meet.example/marlow", True, ()
)
SOFT = Message("b6a1", "Tomorrow 14:00: Interview", "", False, None, False, ())
TOKENS = (
    "AgotifyToken",
    "AAtelegramToken",
    "b" * 32,
    "TIslackSecret",
    "discordSecretToken",
    "3ccdd113474722377935511fc85d3dd4",
)


def addresses(sink: Sink) -> dict[str, str]:
    return {
        "Gotify": f"gotify://{sink.at}/AgotifyToken",
        "Signal API": f"signal://{sink.at}/+15551112222/+15553334444",
        "JSON": f"json://{sink.at}/generic",
        "Mattermost": f"mmost://{sink.at}/3ccdd113474722377935511fc85d3dd4",
        "Telegram": "tgram://123456789:AAtelegramToken-telegramToken-telegra/12315544",
        "Twilio": f"twilio://AC{'a' * 32}:{'b' * 32}@15551112222/15553334444",
        "Slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIslackSecretTIslackSecr/#general",
        "Discord": "discord://4174216298/discordSecretToken",
    }
