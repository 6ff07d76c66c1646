//! Five quiet evenings: a day is put down before the night.

use super::{Course, Lesson};

/// For the end of the day, sitting or lying.
pub(super) static COURSE: Course = Course {
    id: "quiet_evenings",
    title: "Five quiet evenings",
    about: "For the end of the day, sitting or in bed. Each evening puts down one thing that the day has \
            left in the hands: its pace, its weight, its unfinished sentences. Falling asleep in the \
            middle is allowed.",
    days: &[
        Lesson { title: "Slowing down", minutes: 8, steps: EVENING_1 },
        Lesson { title: "The day, backward", minutes: 10, steps: EVENING_2 },
        Lesson { title: "Unfinished things", minutes: 8, steps: EVENING_3 },
        Lesson { title: "Three small things", minutes: 8, steps: EVENING_4 },
        Lesson { title: "Into the dark", minutes: 12, steps: EVENING_5 },
    ],
};

const EVENING_1: &[(u32, &str)] = &[
    (
        0,
        "The day is over enough. Lie down or sit back, and give the weight of the legs to whatever is under \
         them.",
    ),
    (
        35,
        "Let the breath go out through slightly open lips, as if you were cooling soup. Do not hurry the \
         next one. It comes when it comes.",
    ),
    (
        85,
        "Let each breath out be a little longer than the breath in. Not by effort, only by leaving it the \
         time.",
    ),
    (140, "With the breath out the shoulders go down. With the next one the hands become heavier."),
    (
        200,
        "The pace of the day may still be in the body, like the sway after a boat. You need not stop it. \
         Notice it, and let it run out.",
    ),
    (270, "If the mind is still making lists, let it. You do not have to read them."),
    (340, "Long out. Short rest. In by itself. There is nothing else to do in this minute."),
    (420, "Let the breath do now what it wants. Stay lying or sitting for as long as you like."),
];

const EVENING_2: &[(u32, &str)] = &[
    (0, "Make yourself comfortable. Three slow breaths, each out with a sound if nobody minds."),
    (
        40,
        "Tonight we walk through the day backward, from now to the morning. Only as one leafs through \
         pictures. Nothing needs a comment.",
    ),
    (
        85,
        "The last hour. Where were you, what was in your hands? One picture is enough. Then the one before \
         it.",
    ),
    (
        145,
        "The evening. Whom did you speak to, what did the light look like? If a picture pulls at you, nod to \
         it, and turn the page.",
    ),
    (
        215,
        "The afternoon. Perhaps there is something there that you would do differently. You have seen it. \
         Tonight that is all that needs to be done with it.",
    ),
    (
        290,
        "Noon. What did you eat, and was there a moment in which nobody wanted anything from you?",
    ),
    (360, "The morning. The first words of the day. The way out of the door, if there was one."),
    (
        430,
        "And waking up. There the day lay in front of you and you did not know any of it. Now it lies behind \
         you. Close the album.",
    ),
    (500, "For the last minutes only the breath. It was there in every picture."),
    (565, "Good. The day has been looked at. It may rest."),
];

const EVENING_3: &[(u32, &str)] = &[
    (0, "Settle. Let the face be nobody's face for a while: no expression is asked for."),
    (
        40,
        "Some things of the day are not finished. A message, a task, a sentence that came out wrong. They \
         keep a light on so that they are not forgotten.",
    ),
    (
        95,
        "Let the first of them come up. Say to it in your own words: I see you. Tomorrow at an hour of your \
         choosing. And set it down beside the bed, like a book.",
    ),
    (
        160,
        "Breathe out. If another one comes, do the same. I see you. Tomorrow. Set it down. They need not be \
         in order.",
    ),
    (
        230,
        "Perhaps one will not be set down. Then hold it for three breaths without solving it. It is allowed \
         to weigh something.",
    ),
    (
        300,
        "And now look around the room of your mind: a few books lie on the floor. None of them is lost.",
    ),
    (360, "Stay with the breath. Out a little longer than in. The light may be switched off now."),
    (435, "What has to be known tomorrow you will know tomorrow."),
];

const EVENING_4: &[(u32, &str)] = &[
    (0, "Lie or sit. Feel how far the breath goes down tonight. Perhaps not far. That is fine."),
    (
        35,
        "We look for three small things of today. Not for great ones, and not for what one ought to be \
         thankful for. A warm cup. A joke. A seat on the bus.",
    ),
    (
        85,
        "The first one. Let it become exact: where was it, what did it sound or smell like? Stay with it for \
         some breaths, as with a stone in the hand.",
    ),
    (
        150,
        "Did the body notice it at the time? Where do you feel it now? Perhaps nowhere. Then only look.",
    ),
    (210, "The second one. It may be very small. It may be that something did not happen."),
    (275, "Breathe with it. Let it take as much room as it likes and no more."),
    (
        330,
        "The third one. If there is none, then take this one: that you are lying here and the day does not \
         want anything from you any more.",
    ),
    (
        395,
        "A hard day does not become a good one by this. It only was not hard in every one of its minutes.",
    ),
    (440, "Keep one of the three in the hand, and let the others go. Breathe until the bell."),
];

const EVENING_5: &[(u32, &str)] = &[
    (
        0,
        "Lie down as you would lie to sleep. Turn off the light, if it is still on. There is no end bell.",
    ),
    (
        40,
        "Begin with the feet. Let them become heavy, as if they had sunk a little into the bed. First the \
         right one, then the left one.",
    ),
    (
        100,
        "The calves. The knees. The thighs. With each breath out a little heavier, a little warmer.",
    ),
    (170, "The hips and the back. The bed carries them. You can stop helping."),
    (240, "The belly rises and falls. Nobody has to do that."),
    (310, "The hands, palms open or closed. The arms, heavy up to the shoulders."),
    (380, "The neck. The jaw, which may hang. The tongue lies in the mouth like an animal asleep."),
    (450, "The eyes behind their lids. Let them sink back. The forehead smooth as water."),
    (
        520,
        "If thoughts pass by, they pass through a dark room in which somebody is almost asleep. They need no \
         answer.",
    ),
    (600, "In. Out. Nothing has to be added."),
    (660, "Good night."),
];
