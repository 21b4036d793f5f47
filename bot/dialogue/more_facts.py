"""The facts that have modules of their own, as one."""

from bot.dialogue.broadcast_facts import BroadcastFact
from bot.dialogue.chat_facts import ChatFact
from bot.dialogue.comparison_facts import ComparisonFact
from bot.dialogue.console_facts import ConsoleFact
from bot.dialogue.contribution_facts import ContributionFact
from bot.dialogue.later_asks import LaterFact
from bot.dialogue.recordings import RecordingFact
from bot.dialogue.reminder_facts import ReminderFact

MoreFact = BroadcastFact | ChatFact | ComparisonFact | ConsoleFact | ContributionFact | LaterFact | RecordingFact | ReminderFact
