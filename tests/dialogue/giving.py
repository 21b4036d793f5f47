"""The tables' part where somebody gives something to all groups."""

from dataclasses import replace

from bot.dialogue import contribution_asks as asked
from bot.dialogue.asks import Ask
from bot.dialogue.contribution_facts import Decided, Mine, MineLine, NotOffered, Offered, Queue, Stories, Topic, TopicLine, Topics
from bot.dialogue.facts import Fact
from bot.dialogue.message import Message, plain
from tests.dialogue.facts import fact_for

WORDS = "Wij eten elke maand samen. Dat hielp."
DRAFT = Offered(7, "experience", 3, "draft", "", "", "", "0" * 8)
TOPIC = TopicLine(8, "Hoe vinden we geld?", 2, mine=False)


class Tables:
    """What they were asked, and what they tell."""

    def __init__(self) -> None:
        self.asked: list[Ask] = []
        self.kept = DRAFT
        self.told: tuple[str, ...] = ()

    def __call__(self, ask: Ask) -> Fact:
        self.asked.append(ask)
        if isinstance(ask, asked.Write):
            self.kept = replace(DRAFT, kind=ask.kind, plan=ask.plan, words=ask.words)
        if isinstance(ask, asked.AddWords):
            return replace(self.kept, words=f"{self.kept.words}\n{ask.words}", said="added")
        if isinstance(ask, asked.Speak):
            self.kept = replace(DRAFT, sound="wanted")
        if isinstance(ask, asked.ShowStories):
            return Stories(ask.plan, ask.page, self.told)
        if isinstance(ask, asked.WantTopic):
            return Topic(replace(TOPIC, mine=ask.wants, groups=3))
        return self.facts().get(type(ask)) or fact_for(ask)

    def last(self, back: int = 1) -> Ask:
        """What they were asked last, or so many asks back."""
        return self.asked[-back]

    def facts(self) -> dict[type, Fact]:
        """Of what always gets the same."""
        return {
            **dict.fromkeys((asked.Write, asked.Speak, asked.ShowOffered), self.kept),
            asked.SendIn: replace(self.kept, status="waiting", said="sent"),
            asked.Agree: replace(self.kept, status="accepted", said="agreed"),
            asked.Decline: replace(self.kept, status="waiting", reason="own", said="declined"),
            asked.TakeBack: NotOffered(taken=True),
            asked.ShowTopics: Topics(0, (TOPIC,)),
            asked.ShowTopic: Topic(TOPIC),
            asked.ShowMine: Mine((MineLine(7, "experience", "waiting", WORDS),), 2),
            asked.ShowQueue: Queue(1, 2, 7, "experience", 3, "nl", WORDS),
            asked.Accept: Decided("accepted", mine=True),
            asked.Propose: Decided("proposed", mine=True),
            asked.Refuse: Decided("refused", mine=True),
        }


def shown(message: Message) -> str:
    """The text without marks."""
    return plain(message.text)
