//! Seven first sits: how to sit, and what there is to notice.

use super::{Course, Lesson};

/// For somebody who has never sat, or not for years.
pub(super) static COURSE: Course = Course {
    id: "first_sits",
    title: "Seven first sits",
    about: "A week of short sits, one thing at a time: how to sit, where the breath is, what to do with \
            noise, aches and thoughts. Nothing has to be reached. Coming back is the whole exercise.",
    days: &[
        Lesson { title: "Arriving", minutes: 5, steps: DAY_1 },
        Lesson { title: "Where the breath is", minutes: 5, steps: DAY_2 },
        Lesson { title: "Counting to ten", minutes: 6, steps: DAY_3 },
        Lesson { title: "Sounds", minutes: 6, steps: DAY_4 },
        Lesson { title: "The body, piece by piece", minutes: 8, steps: DAY_5 },
        Lesson { title: "Thoughts", minutes: 8, steps: DAY_6 },
        Lesson { title: "Nothing in particular", minutes: 10, steps: DAY_7 },
    ],
};

const DAY_1: &[(u32, &str)] = &[
    (
        0,
        "Find a seat. A chair is as good as a cushion. Let both feet, or whatever rests on the floor, \
         really rest there.",
    ),
    (
        25,
        "Sit a little taller than you usually do, and then let go of a tenth of that. Let the hands lie \
         where they fall. Close the eyes, or let them look down at nothing.",
    ),
    (
        60,
        "Notice what carries you. The seat under you, the floor under your feet. You do not have to hold \
         yourself up; something is doing it already.",
    ),
    (
        105,
        "Now let the breath come and go as it likes. You are not here to breathe well. You are only \
         looking in on it, as you would look at weather through a window.",
    ),
    (
        160,
        "By now the mind has probably been somewhere. That is no mistake: it is what minds do. The moment \
         you notice is the exercise. Come back to the seat, and then to the breath.",
    ),
    (
        220,
        "Again, if you have drifted. No hurry, no scolding. Back to the seat. Back to the breath.",
    ),
    (
        265,
        "In a moment the bell will sound. Before it does, feel the whole of you sitting here once. That \
         was it for today.",
    ),
];

const DAY_2: &[(u32, &str)] = &[
    (
        0,
        "Sit as you did yesterday. Feet, seat, hands. Let the shoulders hear that they may go down.",
    ),
    (
        30,
        "Take one breath that is a little deeper than the others, and let it out without pushing. Then \
         leave the breath alone.",
    ),
    (
        60,
        "Look for the place where you feel it most. For some that is the rim of the nostrils, cool on the \
         way in, warm on the way out. For others it is the chest, or the belly under the belt.",
    ),
    (
        105,
        "Choose one of these places and stay with it. It does not matter which. What matters is to have \
         an address to come back to.",
    ),
    (
        150,
        "A breath has a beginning, a middle and an end. See if you can be there for one whole breath.",
    ),
    (
        195,
        "If you find yourself planning or remembering, say so quietly: planning, remembering. And go back \
         to your address.",
    ),
    (
        255,
        "One more breath from its beginning to its end. Then let the attention open to the room, and wait \
         for the bell.",
    ),
];

const DAY_3: &[(u32, &str)] = &[
    (0, "Settle in. There is nothing to get right in the first minute."),
    (
        30,
        "Today there is something to hold on to: numbers. With the next breath out, count one. With the \
         one after it, two. Up to ten, and then begin again with one.",
    ),
    (
        75,
        "The numbers are a handrail. Keep them in the background, softly, and the feeling of the breath \
         in front.",
    ),
    (
        130,
        "You may find that you are at fourteen, or that you lost the count at three. Everybody does. Begin \
         again with one. The beginning again is the part that trains.",
    ),
    (
        190,
        "If the counting has become a race, let there be a little rest after each breath out, before the \
         next one comes by itself.",
    ),
    (250, "One to ten. If there is impatience, count that in too: it may sit here with you."),
    (
        310,
        "For the last breaths let the numbers go and keep the breath. See what it is like without the \
         handrail.",
    ),
];

const DAY_4: &[(u32, &str)] = &[
    (0, "Sit, and let the eyes close. Feel the seat. Take your time."),
    (
        35,
        "Today the anchor is not the breath but whatever there is to hear. You do not have to look for \
         sounds. Let them come to you, near ones and far ones.",
    ),
    (
        80,
        "The mind names each sound at once: car, pipe, bird. It cannot help it. See whether you can hear \
         underneath the name, where there is only high and low, loud and soft.",
    ),
    (
        135,
        "Some sounds please and some annoy. Notice that too, as one more thing that comes and goes. The \
         sound is out there. The yes and the no are in here.",
    ),
    (190, "Between the sounds there is a kind of quiet. Rest the ear on that for a while."),
    (
        245,
        "If you have wandered off, the next sound will bring you back. There is always one more.",
    ),
    (
        310,
        "Let the breath join the sounds: a very near one. Hear the last half minute as one piece of music \
         that nobody composed.",
    ),
];

const DAY_5: &[(u32, &str)] = &[
    (0, "Sit or lie down, as you like. Let the weight go where it wants to go."),
    (
        30,
        "We will go through the body from below, piece by piece. Begin with the soles of the feet. Warm or \
         cool, dry or damp, tingling or nothing at all. Nothing at all is an answer.",
    ),
    (
        85,
        "The ankles, the calves, the knees. You are not relaxing them. You are visiting. If something lets \
         go by itself, fine.",
    ),
    (
        140,
        "The thighs, the seat, the small of the back. Here many people hold something all day long.",
    ),
    (
        195,
        "The belly, and how it moves with the breath. The ribs. If there is an ache somewhere, look at its \
         edges: where does it begin, where does it end, does it stay the same from breath to breath?",
    ),
    (
        260,
        "If anything hurts in a way that asks you to move, move. Slowly, and on purpose. That belongs to \
         the exercise.",
    ),
    (
        310,
        "The hands and each finger. The arms. The shoulders, which may drop a little further yet.",
    ),
    (
        360,
        "The neck, the jaw, the tongue. The muscles around the eyes. The forehead. The top of the head.",
    ),
    (
        420,
        "And now all of it at once: one body, sitting or lying here, being breathed. Stay with that until \
         the bell.",
    ),
];

const DAY_6: &[(u32, &str)] = &[
    (0, "Settle as you know it by now: feet, seat, hands, breath."),
    (
        40,
        "For the first minutes stay with the breath, at the address you chose on the second day. This is \
         the shore. Today we will look at the river.",
    ),
    (
        110,
        "When a thought comes, do not send it away. Look at what kind it is: a plan, a memory, a quarrel, a \
         song. Give it its one word, and see what it does when it has been seen.",
    ),
    (
        175,
        "Some thoughts dissolve when they are looked at. Some come in chains, and three stations later you \
         notice that you are on the train. Then get off. You are on the shore again.",
    ),
    (
        245,
        "You need not agree or disagree with any of them. A thought that says this is boring is a thought. \
         A thought that says now I have understood is one, too.",
    ),
    (
        315,
        "Under some thoughts lies a feeling, and it often has a place: the throat, the chest, the belly. If \
         you find one, let it be there and breathe around it for a while.",
    ),
    (390, "Back to the breath now. The river goes on without you. Sit on the shore."),
    (450, "Last breaths. Whatever the river carried, you have sat here for eight minutes."),
];

const DAY_7: &[(u32, &str)] = &[
    (
        0,
        "The last of the seven. Sit down as you would sit down beside a friend with whom you do not have to \
         talk.",
    ),
    (50, "Begin with the breath, until you have arrived. Take as long as that takes."),
    (
        120,
        "Now let go of the address. Do not hold the attention to anything: breath, sounds, body, thoughts \
         may all come and go, and none of them is the right one.",
    ),
    (
        200,
        "If that is too wide, and you get lost in it, go back to the breath for a few rounds. You know the \
         way. Then open again.",
    ),
    (290, "Whatever is here now: can it be here, as it is, for the length of one breath?"),
    (380, "There is nothing to do. If you notice that you are trying, let the trying be here too."),
    (470, "Still here. That is all."),
    (
        550,
        "In the last half minute feel the seat once more, where all of it began. You can do this anywhere \
         there is something to sit on. From now on the length is up to you.",
    ),
];
