/** The small things drawn in place of marks: bullets, boxes, rules, and chips for files. */
import { EditorView, WidgetType } from "@codemirror/view";
import { taskChange } from "./list-commands";

export class BulletWidget extends WidgetType {
	override eq(): boolean {
		return true;
	}

	toDOM(): HTMLElement {
		const dot = document.createElement("span");
		dot.className = "cm-bullet hue-ink";
		dot.textContent = "•";
		dot.setAttribute("aria-hidden", "true");
		return dot;
	}
}

export class RuleWidget extends WidgetType {
	override eq(): boolean {
		return true;
	}

	toDOM(): HTMLElement {
		const rule = document.createElement("span");
		rule.className = "cm-rule";
		rule.setAttribute("role", "separator");
		return rule;
	}
}

export class TaskWidget extends WidgetType {
	constructor(
		readonly done: boolean,
		readonly label: string,
	) {
		super();
	}

	override eq(other: TaskWidget): boolean {
		return other.done === this.done && other.label === this.label;
	}

	toDOM(view: EditorView): HTMLElement {
		const box = document.createElement("span");
		box.className = this.done ? "cm-task cm-task-done" : "cm-task";
		box.setAttribute("role", "checkbox");
		box.setAttribute("aria-checked", String(this.done));
		box.setAttribute("aria-label", this.label);
		box.addEventListener("mousedown", (event) => event.preventDefault());
		box.addEventListener("click", (event) => {
			event.preventDefault();
			// Read from the screen: the text may have moved since this box was drawn.
			const changes = taskChange(view.state, view.posAtDOM(box));
			if (changes && !view.state.readOnly) view.dispatch({ changes, userEvent: "input.task" });
		});
		return box;
	}

	override ignoreEvent(): boolean {
		return true;
	}
}
