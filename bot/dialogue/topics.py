"""The challenges that no plan is about: what groups miss, and how many of them."""

from bot.dialogue import entry
from bot.dialogue.contribution_asks import ShowTopic, ShowTopics, WantTopic
from bot.dialogue.contribution_facts import Topic, TopicLine, Topics
from bot.dialogue.events import Turn
from bot.dialogue.here import Here, Places, Stale, whole
from bot.dialogue.message import Button, Message, bold
from bot.disclosure import FEWEST
from content.limits import cut

PAGE = 5  # topics on a page
LINE, LABEL = 110, 20  # units of the words of one, in the text and on its button


def show(here: Here, page: str = "") -> Turn:
    """All of them."""
    number = whole(page) if page else 0
    return here.ask(f"topics:{number}" if number else "topics", ShowTopics(number))


def one(here: Here, id: str) -> Turn:
    """One of them, whole."""
    return here.ask(f"topicpage:{whole(id)}", ShowTopic(whole(id)))


def want(here: Here, id: str, answer: str) -> Turn:
    """She wants it too, or not after all."""
    if answer not in ("yes", "no"):
        raise Stale
    if not here.state.consent:
        return entry.needed(here, "topicpage", str(whole(id)))
    return here.ask(f"topicpage:{whole(id)}", WantTopic(whole(id), answer == "yes"))


def listed(here: Here, fact: Topics) -> Turn:
    """A page of them; one that is not there any more is the first."""
    count = max(1, -(-len(fact.topics) // PAGE))
    number = fact.page if fact.page < count else 0
    shown = list(enumerate(fact.topics, 1))[number * PAGE : (number + 1) * PAGE]
    lines = [f"{place}. {cut(_line(topic.words), LINE)}\n{groups_want(here, topic)}" for place, topic in shown]
    known = here.t("Deze onderwerpen missen vrouwen ook. Kies er een om hem te lezen.")
    thoughts = [bold(here.t("Ik mis een onderwerp")), known if lines else here.t("Hier staat nog niets. Wat mis jij?"), *lines]
    options = [Button(f"{place}. {cut(_line(topic.words), LABEL)}", f"topicpage:{topic.id}") for place, topic in shown]
    if count > 1:
        following = (number + 1) % count
        options.append(Button(here.t("Meer onderwerpen"), f"topics:{following}" if following else "topics"))
    options.append(Button(here.t("Schrijf een onderwerp"), "topic", here.t("Schrijf het op")))
    ways = (here.way("plans"), here.way("menu"))
    return here.tell(Message("\n\n".join(thoughts), options=tuple(options), ways=ways), f"topics:{number}" if number else "topics")


def _line(words: str) -> str:
    return " ".join(words.split())


def groups_want(here: Here, topic: TopicLine) -> str:
    """How many groups want it."""
    if topic.groups < FEWEST:  # of so few it could be told which they are
        return here.t("Nog niet veel groepen willen dit.")
    return here.n("{count} groep wil dit.", "{count} groepen willen dit.", topic.groups).format(count=topic.groups)


def page(here: Here, fact: Topic) -> Turn:
    """One of them, and whether she wants it."""
    topic = fact.topic
    mine = here.t("Jij wilt dit ook.") if topic.mine else ""
    thoughts = [bold(here.t("Dit mist een deelneemster:")), topic.words, f"{groups_want(here, topic)} {mine}".strip()]
    if topic.mine:
        button = Button(here.t("Toch niet"), f"want:{topic.id}:no")
    else:
        button = Button(here.t("Wij willen dit ook"), f"want:{topic.id}:yes")
    ways = (Button(here.t("Alle onderwerpen"), "topics"), here.way("menu"))
    return here.tell(Message("\n\n".join(thoughts), options=(button,), ways=ways), f"topicpage:{topic.id}")


PLACES: Places = {
    "topics": (show, 0, 1),
    "topicpage": (one, 1, 1),
    "want": (want, 2, 2),
}
