//! A model made ready to run: optimized for fixed shapes of its inputs, shared by all threads.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;
use std::sync::Arc;

use base::error::{Error, Result};
use tract_onnx::prelude::*;
use tract_onnx::tract_hir::internal::ToDim;

use crate::models::Name;

/// The shape of an input, and what its elements are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Shape {
    whole: bool,
    rank: usize,
    sides: [usize; 4],
}

impl Shape {
    /// No input.
    pub(crate) const NONE: Shape = Shape { whole: false, rank: 0, sides: [0; 4] };

    /// An input of `f32`, of 1 to 4 dimensions.
    pub(crate) const fn floats<const N: usize>(sides: [usize; N]) -> Shape {
        Shape::new(sides, false)
    }

    /// An input of `i64`, of 1 to 4 dimensions. A side of 0 is of any length.
    pub(crate) const fn wholes<const N: usize>(sides: [usize; N]) -> Shape {
        Shape::new(sides, true)
    }

    const fn new<const N: usize>(given: [usize; N], whole: bool) -> Shape {
        assert!(0 < N && N <= 4, "an input has 1 to 4 dimensions");
        let mut sides = [0; 4];
        let mut index = 0;
        while index < N {
            sides[index] = given[index];
            index += 1;
        }
        Shape { whole, rank: N, sides }
    }

    fn sides(&self) -> &[usize] {
        &self.sides[..self.rank]
    }
}

/// What goes into a plan: its shape and its elements, the last side the quickest.
pub(crate) enum Input<'a> {
    /// Numbers.
    Floats(&'a [usize], &'a [f32]),
    /// Whole numbers: the word pieces of a text.
    Wholes(&'a [usize], &'a [i64]),
}

/// A model made ready to run.
pub(crate) struct Plan {
    name: Name,
    plan: Arc<TypedSimplePlan>,
    outputs: Vec<String>,
    metadata: HashMap<String, String>,
}

/// What a plan gave.
pub(crate) struct Outputs<'a> {
    plan: &'a Plan,
    values: TVec<TValue>,
}

impl Plan {
    /// Reads an ONNX model and optimizes it for these shapes.
    pub(crate) fn build(name: Name, bytes: &[u8], inputs: &[Shape]) -> Result<Plan> {
        Plan::try_build(name, bytes, inputs).map_err(|error| {
            Error::internal(format!("building the model {}", name.text()), reason(&error))
        })
    }

    fn try_build(name: Name, bytes: &[u8], inputs: &[Shape]) -> TractResult<Plan> {
        // Both flags: the shapes that several of these files write down beside their operations do not
        // unify with those that follow from the input, and the model does not load.
        let mut model = tract_onnx::onnx()
            .with_ignore_output_shapes(true)
            .with_ignore_value_info(true)
            .model_for_read(&mut Cursor::new(bytes))?;
        for (index, input) in inputs.iter().enumerate() {
            let free = model.symbols.sym("S");
            let sides: TVec<TDim> = input
                .sides()
                .iter()
                .map(|&side| if side == 0 { free.to_dim() } else { side.to_dim() })
                .collect();
            let kind = if input.whole { i64::datum_type() } else { f32::datum_type() };
            model.set_input_fact(index, InferenceFact::dt_shape(kind, sides))?;
        }
        let outputs = model
            .output_outlets()?
            .iter()
            .map(|&outlet| model.outlet_label(outlet).unwrap_or_default().to_owned())
            .collect();
        let metadata = metadata(&model);
        rename(&mut model);
        let plan = model.into_optimized()?.into_runnable()?;
        Ok(Plan { name, plan, outputs, metadata })
    }

    /// Runs the model. May be called from any thread, and from several at once.
    pub(crate) fn run(&self, inputs: &[Input<'_>]) -> Result<Outputs<'_>> {
        let values = inputs
            .iter()
            .map(|input| {
                let tensor = match input {
                    Input::Floats(sides, values) => Tensor::from_shape(sides, values),
                    Input::Wholes(sides, values) => Tensor::from_shape(sides, values),
                };
                tensor.map(IntoTValue::into_tvalue)
            })
            .collect::<TractResult<_>>()
            .and_then(|values| self.plan.run(values))
            .map_err(|error| self.failed(&error))?;
        Ok(Outputs { plan: self, values })
    }

    /// A property that the file carries, such as the characters of a recognizer.
    pub(crate) fn metadata(&self, key: &str) -> Option<&str> {
        self.metadata.get(key).map(String::as_str)
    }

    fn failed(&self, error: &TractError) -> Error {
        Error::internal(format!("running the model {}", self.name.text()), reason(error))
    }
}

impl Outputs<'_> {
    /// An output by its name in the file, the last side the quickest. An output that is not there, has
    /// another length than `length` (where that is fixed), or holds a number that is none is an error: the
    /// manifest would have to name another file than the one that the decoder was written for.
    pub(crate) fn floats(&self, output: &str, length: Option<usize>) -> Result<&[f32]> {
        let model = self.plan.name.text();
        let index = self.plan.outputs.iter().position(|name| name == output);
        let value = index.and_then(|index| self.values.get(index)).ok_or_else(|| {
            Error::internal(
                format!("running the model {model}"),
                format!("there is no output {output}"),
            )
        })?;
        let values = value
            .try_as_plain_ram()
            .and_then(|view| view.as_slice::<f32>())
            .map_err(|error| self.plan.failed(&error))?;
        if length.is_some_and(|length| length != values.len()) {
            let found = format!("the output {output} has {} numbers", values.len());
            return Err(Error::internal(format!("running the model {model}"), found));
        }
        if values.iter().any(|value| !value.is_finite()) {
            let found = format!("the output {output} is not finite");
            return Err(Error::internal(format!("running the model {model}"), found));
        }
        Ok(values)
    }
}

/// Gives nodes of the same name each their own: Silero's constants are all called alike, and a build with
/// debug assertions refuses that.
fn rename(model: &mut InferenceModel) {
    let mut names = HashSet::new();
    for node in model.nodes_mut() {
        if !names.insert(node.name.clone()) {
            node.name = format!("{}.{}", node.name, node.id);
            names.insert(node.name.clone());
        }
    }
}

/// The whole chain of reasons: the last one alone names only the pass that failed.
fn reason(error: &TractError) -> String {
    format!("{error:#}")
}

/// The properties of the file that are text.
fn metadata(model: &InferenceModel) -> HashMap<String, String> {
    model
        .properties
        .iter()
        .filter_map(|(key, value)| {
            let key = key.strip_prefix("onnx.metadata_props.")?;
            let value = value.try_as_plain_ram().ok()?.as_slice::<String>().ok()?.first()?.clone();
            Some((key.to_owned(), value))
        })
        .collect()
}
