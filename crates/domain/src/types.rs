//! The types of the wire as TypeScript, walked from the registry.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};

use ts_rs::{Config, TS, TypeVisitor};

/// Collects the declaration of every type that it is shown, and of what those need.
pub struct TypeBook {
    seen: HashSet<TypeId>,
    declarations: BTreeMap<String, String>,
    config: Config,
}

impl Default for TypeBook {
    fn default() -> TypeBook {
        // JSON carries numbers, and every one of ours fits into 53 bits.
        let config = Config::new().with_large_int("number");
        TypeBook { seen: HashSet::new(), declarations: BTreeMap::new(), config }
    }
}

impl TypeBook {
    /// Adds a type; answers how it is named in TypeScript.
    pub fn add<T: TS + 'static + ?Sized>(&mut self) -> String {
        self.visit::<T>();
        T::name(&self.config)
    }

    /// `export type Name = ...;` for every type seen, by name.
    pub fn declarations(&self) -> impl Iterator<Item = &str> {
        self.declarations.values().map(String::as_str)
    }
}

impl TypeVisitor for TypeBook {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
        // Only types with a declaration of their own have an output path.
        if T::output_path().is_some() {
            let name = T::ident(&self.config);
            let declaration = format!("export {}", T::decl_concrete(&self.config));
            let before = self.declarations.insert(name.clone(), declaration);
            // The wire has one space of names for all domains.
            assert!(before.is_none(), "two types of the wire are called {name}");
        }
    }
}
