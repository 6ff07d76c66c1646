use super::*;
use crate::testing::World;

#[test]
fn what_is_shipped_is_whole() {
    let shipped = shipped();
    assert!(shipped.len() >= 150, "{} exercises", shipped.len());
    let mut slugs = BTreeSet::new();
    let mut names = BTreeSet::new();
    for exercise in shipped {
        let slug = exercise.slug.as_str();
        assert!(slugs.insert(slug), "{slug} is there once");
        assert!(names.insert(fold(&exercise.name)), "{} is one exercise's name", exercise.name);
        assert!(!exercise.primary.is_empty(), "{slug} works no muscle");
        let both = exercise.primary.iter().any(|muscle| exercise.secondary.contains(muscle));
        assert!(!both, "{slug} works a muscle once");
        let sentences = exercise.text.matches(['.', '?', '!']).count();
        assert!((2..=5).contains(&sentences), "{slug}: {}", exercise.text);
        assert!(exercise.text.is_ascii() && exercise.text.len() < 400, "{slug}");
    }
}

#[test]
fn a_name_of_another_program_means_one_exercise() {
    let mut known: HashMap<String, &str> = HashMap::new();
    for exercise in shipped() {
        for name in exercise.aliases.iter().chain([&exercise.name]) {
            let bag = bag(&fold(name));
            let other = known.insert(bag, &exercise.slug).filter(|other| *other != exercise.slug);
            assert_eq!(other, None, "{name} of {}", exercise.slug);
        }
    }
}

#[test]
fn names_are_found_however_they_are_written() {
    let world = World::new();
    world.read(|cx| {
        let library = Library::load(cx)?;
        let slug = |name: &str| {
            let found = library.find(name).and_then(|id| library.get(id));
            found.and_then(|exercise| exercise.slug).unwrap_or("-")
        };
        for (name, wanted) in [
            ("Bench Press (Barbell)", "bench_press"),
            ("bench press", "bench_press"),
            ("Barbell Bench Press", "bench_press"),
            ("BARBELL_BENCH_PRESS", "bench_press"),
            ("Squats (Barbell)", "back_squat"),
            ("Deadlift (Barbell)", "deadlift"),
            ("Pull Up", "pull_up"),
            ("pull-ups", "pull_up"),
            ("Lat Pulldown (Cable)", "lat_pulldown"),
            ("Triceps Dip", "chest_dip"),
            ("Moon walk", "-"),
        ] {
            assert_eq!(slug(name), wanted, "{name}");
        }
        let near = library.near("Bench press with dumbbells", 3);
        let names: Vec<String> = near.iter().map(|id| library.name(*id)).collect();
        assert!(names.contains(&"Dumbbell bench press".to_owned()), "{names:?}");
        Ok(())
    });
}
