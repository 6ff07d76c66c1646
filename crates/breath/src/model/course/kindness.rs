//! Six days of kindness: toward oneself, others, and the difficult ones.

use super::{Course, Lesson};

/// After the old order: oneself, a friend, somebody neutral, somebody difficult, everybody.
pub(super) static COURSE: Course = Course {
    id: "kindness",
    title: "Six days of kindness",
    about: "An old exercise in plain words: to wish somebody well, on purpose, and to see what that does in \
            the body. It begins with those to whom it comes easily and goes on from there. Wishes are not \
            feelings; nobody has to feel anything.",
    days: &[
        Lesson { title: "Somebody who is easy", minutes: 8, steps: DAY_1 },
        Lesson { title: "Yourself", minutes: 8, steps: DAY_2 },
        Lesson { title: "A friend", minutes: 8, steps: DAY_3 },
        Lesson { title: "Somebody you hardly know", minutes: 8, steps: DAY_4 },
        Lesson { title: "Somebody difficult", minutes: 10, steps: DAY_5 },
        Lesson { title: "Everybody", minutes: 10, steps: DAY_6 },
    ],
};

const DAY_1: &[(u32, &str)] = &[
    (0, "Sit comfortably. A hand on the chest, if you like, or both in the lap."),
    (
        35,
        "Think of somebody with whom it is easy. It may be a child, a grandmother, a dog. Somebody whose \
         coming into the room makes you a little lighter.",
    ),
    (
        80,
        "See them as exactly as you can. How they look at you. What they do with their hands, or paws.",
    ),
    (
        130,
        "And now wish them something, in short sentences and at the pace of your breath. May you be well. \
         May you be safe. May you have ease.",
    ),
    (
        185,
        "Say them inwardly, slowly, as one throws small stones into a pond, and look at the rings.",
    ),
    (
        240,
        "Perhaps it becomes warm somewhere. Perhaps nothing happens at all. Both are fine: you are \
         practicing to wish, not to feel.",
    ),
    (
        305,
        "If the sentences do not suit you, find others. They should be such as you would really say.",
    ),
    (370, "May you be well. May you be safe. May you have ease."),
    (435, "Let the picture go, and stay for a while with what it left behind."),
];

const DAY_2: &[(u32, &str)] = &[
    (
        0,
        "Settle, and begin with somebody easy, as yesterday. Some breaths of good wishes for them.",
    ),
    (
        70,
        "Now imagine that they look back at you, and wish you the same. May you be well. You need not \
         deserve it first.",
    ),
    (
        125,
        "And now take over the sentence yourself. May I be well. May I be safe. May I have ease. Notice the \
         small voice that finds that odd. It may stay.",
    ),
    (
        185,
        "If it is hard, make yourself smaller: think of yourself at six, with a gap in the teeth. Or only of \
         your tired feet. May these feet have ease.",
    ),
    (250, "You would not hesitate to wish that to anybody else who has had your week."),
    (310, "May I be well. With the breath, without pressure."),
    (370, "If it does not work today, then wish yourself patience with that."),
    (435, "Stay with the breath until the bell. You have kept yourself company."),
];

const DAY_3: &[(u32, &str)] = &[
    (0, "Arrive. Seat, feet, breath. One round of good wishes for yourself, as short as you like."),
    (
        60,
        "Think of a friend. Not an ideal one, but one with edges: who comes too late, who talks too long. \
         Whom you like.",
    ),
    (
        110,
        "Think of something that is heavy for this friend at present. You know of it, or you guess it. And \
         wish: may you be able to carry it. May somebody help you.",
    ),
    (
        175,
        "And then of something that makes them glad. May it stay a while. May there be more of it.",
    ),
    (
        240,
        "To be glad with somebody is an exercise of its own. Perhaps a little envy stands beside it. Let it \
         stand. Go on wishing.",
    ),
    (305, "May you be well, as you are, with your edges."),
    (370, "Perhaps you will want to write to them afterward. Perhaps not. For now only breathe."),
    (440, "Let the friend go their way, and come back to your seat."),
];

const DAY_4: &[(u32, &str)] = &[
    (0, "Settle in. Some breaths. A round for yourself, a round for somebody easy."),
    (
        70,
        "Today somebody whom you hardly know. The person at the till. The neighbor two floors up. Somebody \
         whose name you would have to look up.",
    ),
    (
        120,
        "You know nothing of them. But this one woke up today as you did, and wants what you want: to have \
         no pain, not to be alone, to be treated decently.",
    ),
    (180, "May you be well. May you be safe. May you have ease. Nobody will ever know of it."),
    (
        245,
        "Imagine them going home. The key, the light, the shoes in the corner. Somebody is waiting, or nobody. \
         May it be a good evening.",
    ),
    (315, "If the mind wanders off, it has somebody new to come back to."),
    (375, "There are a great many of these people. For each of them you are one, too."),
    (435, "Stay with that thought, or let it go. Breathe until the bell."),
];

const DAY_5: &[(u32, &str)] = &[
    (0, "Sit well today. Feel the floor. You can go back to it at any time."),
    (
        40,
        "Begin with yourself, and take the time for it. May I be well. May I be safe. May I have ease. Where \
         we go now, one should not arrive with empty hands.",
    ),
    (
        115,
        "Think of somebody with whom it is difficult. Not the worst of all. Somebody who annoys you: a three \
         on a scale to ten. Whoever has done you real harm is not meant today, and need never be.",
    ),
    (
        185,
        "Notice what the body does when this face appears. The jaw, the belly. Breathe there. If it is too \
         much, open the eyes, feel the feet, and take somebody easy instead.",
    ),
    (
        255,
        "To wish somebody well does not mean to agree with them, and it takes nothing back. It only means \
         not to carry the hard part about as well.",
    ),
    (
        325,
        "This one, too, was six years old once. This one, too, lies awake sometimes. May you be free of what \
         makes you so. That is a wish one can mean.",
    ),
    (
        400,
        "If only half a sentence works, then half a sentence. If none does: you have tried it. Enough.",
    ),
    (465, "Let them go. Come back to yourself, to the seat. May I have ease."),
    (540, "Some long breaths out. Shake the hands a little, if they want that."),
];

const DAY_6: &[(u32, &str)] = &[
    (0, "The last day. Settle as you know it. Let the breath become wide."),
    (
        45,
        "Begin in the middle: with yourself. May I be well. One breath, two breaths, as long as it takes.",
    ),
    (110, "Put the easy one beside you. The friend on the other side. May we be well."),
    (
        175,
        "Make the circle wider: the house, all floors. Whoever is cooking there now, quarreling, sleeping. May \
         you be well.",
    ),
    (
        245,
        "The street. The town. Those who work nights. Those in the hospital, on both sides of the bed.",
    ),
    (315, "The one with whom it is difficult stands somewhere in it, too. There is room."),
    (
        385,
        "Wider: over the borders, as far as you can imagine, and a little further. The animals are in it. It \
         need not be a feeling. It is a direction.",
    ),
    (455, "May all of you be well. Let the words become rarer, and the pauses longer."),
    (520, "And back again: the town, the street, the house, this seat, this breath."),
    (
        570,
        "That was the whole road. You can walk it in ten minutes or in three breaths, at any bus stop. Be \
         well.",
    ),
];
