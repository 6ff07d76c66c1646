// Fitness: a workout without a mouse and through a reload, a track from a file, and units that are switched.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { gpx } from "../lib/gpx.mjs";
import { assertNoOverflow, focused, go, settled, tabTo } from "../lib/pages.mjs";
import { newVault, serve } from "../lib/programs.mjs";

after(finish);

const KG = 1_000_000;
const fitness = (server, cmd, payload = {}) => server.call(`fitness.${cmd}`, payload);

async function exercise(server, name) {
	const found = await fitness(server, "exercises", { text: name });
	return found.find((one) => one.name === name).id;
}

/** A vault whose owner benched last week and has a routine for it. */
async function gym() {
	const server = await serve(newVault());
	const bench = await exercise(server, "Bench press");
	const row = await exercise(server, "Barbell row");
	await fitness(server, "create_workout", {
		name: "Last week",
		start_ms: Date.now() - 7 * 86_400_000,
		elapsed_ms: 2_700_000,
		exercises: [{ exercise: bench, sets: [{ mg: 80 * KG, reps: 8 }, { mg: 80 * KG, reps: 7 }] }],
	});
	const routine = await fitness(server, "create_routine", {
		name: "Push and pull",
		items: [
			{ exercise: bench, sets: 2, low: 6, high: 10, rest_ms: 90_000 },
			{ exercise: row, sets: 1, low: 8, high: 12, rest_ms: 90_000 },
		],
	});
	return { server, bench, row, routine: routine.id };
}

/** What a clock on the page says, in seconds. */
async function seconds(locator) {
	const parts = (await locator.innerText()).split(":").map(Number);
	return parts.reduce((sum, part) => sum * 60 + part, 0);
}

test("a workout is done with nothing but the keyboard, and a reload in the middle loses nothing", { timeout: 120_000 }, async () => {
	const { server } = await gym();
	const page = await open(server, { path: "/today" });
	await settled(page);
	const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
	const sets = page.getByTestId("set");

	// From the overview into the routine.
	await press("g", "w");
	await page.waitForURL("**/fitness");
	await settled(page);
	await tabTo(page, /^Start a workout$/);
	await press("Enter");
	await page.getByRole("menuitem", { name: "Push and pull" }).waitFor();
	await page.keyboard.type("Push");
	await press("Enter");
	await page.waitForURL("**/fitness/live");
	await sets.first().waitFor();
	await settled(page);

	// The first box has the focus; the last time stands beside it. A new weight is typed, Enter ends the set.
	assert.match((await focused(page)).name, /^Weight, Bench press, set 1/);
	assert.match(await sets.first().innerText(), /80\s×\s8/);
	await page.keyboard.type("82.5");
	await press("Tab");
	await page.keyboard.type("8");
	await press("Enter");
	await page.getByRole("button", { name: /set 1.*not done after all/, pressed: true }).waitFor();
	await page.getByText("Rest of 1:30").filter({ visible: true }).first().waitFor();
	await page.watch.quiet();
	assert.match((await focused(page)).name, /^Weight, Bench press, set 2/, "the next set has the focus");
	let going = await fitness(server, "going");
	assert.deepEqual([going.exercises[0].sets[0].mg, going.exercises[0].sets[0].reps], [82.5 * KG, 8]);
	assert.ok(going.rest.left_ms > 80_000, "the rest goes on");

	// Half a set is typed when the page is gone. What was left is there again, and so is the rest.
	await page.keyboard.type("85");
	await press("Tab");
	await page.watch.quiet();
	const before = await seconds(page.getByTestId("elapsed"));
	await page.reload();
	await sets.first().waitFor();
	await settled(page);
	assert.ok((await seconds(page.getByTestId("elapsed"))) >= before, "the time went on");
	assert.match((await focused(page)).name, /^Weight, Bench press, set 2/);
	assert.equal(await page.getByRole("textbox", { name: /^Weight, Bench press, set 2/ }).inputValue(), "85");
	await page.getByRole("group", { name: "Rest" }).first().waitFor();

	// The rest is lengthened and skipped; minus takes a step back.
	await press("Escape", "+");
	await page.getByText("Rest of 1:45").filter({ visible: true }).first().waitFor();
	await press("s");
	await page.getByRole("group", { name: "Rest" }).first().waitFor({ state: "detached" });
	await press("n");
	await page.watch.quiet();
	assert.match((await focused(page)).name, /^Weight, Bench press, set 2/);
	await press("-", "Enter");
	await page.getByRole("button", { name: /Bench press, set 2.*not done after all/ }).waitFor();
	going = await fitness(server, "going");
	assert.equal(going.exercises[0].sets[1].mg, 82.5 * KG);

	// One more exercise, found by its letters.
	await press("Escape", "a");
	await page.getByRole("combobox", { name: "Find an exercise" }).waitFor();
	await page.keyboard.type("lat rais");
	await page.getByRole("option", { name: /^Lateral raise Side/, selected: true }).waitFor();
	await press("Enter");
	await page.getByRole("heading", { name: "Lateral raise" }).waitFor();
	await page.watch.quiet();
	await page.watch.quiet();
	assert.match((await focused(page)).name, /^Weight, Lateral raise, set 1/);
	await page.keyboard.type("10");
	await press("Tab");
	await page.keyboard.type("15");
	await press("Enter");
	await page.getByRole("button", { name: /Lateral raise, set 1.*not done after all/ }).waitFor();

	// The row was left out: it does not count. The end leads to what was written down.
	await press("Control+Enter");
	const dialog = page.getByRole("dialog", { name: "Finish the workout" });
	await dialog.waitFor();
	await press("Enter");
	await page.waitForURL(/\/fitness\/workouts\//);
	await settled(page);
	await page.getByRole("heading", { name: "Push and pull" }).waitFor();
	assert.equal(await fitness(server, "going"), null);
	const { items } = await fitness(server, "workouts", { limit: 1 });
	assert.deepEqual([items[0].state, items[0].sets], ["done", 3]);
	await page.getByRole("region", { name: "Bests reached here" }).getByText(/82.5\skg/).first().waitFor();
	await close(page);
	await server.stop();
});

test("the phone steps a set with large buttons, one exercise a screen", async () => {
	const { server, routine } = await gym();
	await fitness(server, "start_workout", { routine });
	const page = await open(server, { size: "phone", path: "/fitness/live" });
	await settled(page);
	await assertNoOverflow(page, "live");
	assert.equal(await page.getByRole("heading", { name: "Barbell row" }).isVisible(), false);
	await page.getByRole("button", { name: "More: Weight" }).click();
	await page.getByRole("button", { name: "Set done" }).click();
	await page.getByRole("group", { name: "Rest" }).first().waitFor();
	const { height, y } = await page.getByRole("button", { name: "Set done" }).boundingBox();
	assert.ok(height >= 44 && y > 500, "the button is large and at the thumb");
	await page.getByRole("button", { name: "Set done" }).click();
	await page.getByRole("heading", { name: "Barbell row" }).waitFor();
	const { exercises } = await fitness(server, "going");
	assert.equal(exercises[0].sets[0].mg, 82.5 * KG);
	assert.ok(exercises[0].sets.every(({ done_ms }) => done_ms !== null));
	await close(page);
	await server.stop();
});

for (const size of Object.keys(SIZES)) {
	test(`a GPX file comes in on the ${size}, and its map and charts point at each other`, async () => {
		const server = await serve(newVault());
		const page = await open(server, { size, path: "/import" });
		await settled(page);
		await page.locator("main input[type=file]").setInputFiles({ name: "lake.gpx", mimeType: "application/gpx+xml", buffer: Buffer.from(gpx()) });
		await page.getByText("This is what lake.gpx holds, read as").waitFor();
		await page.getByRole("button", { name: /^Import \d+ items?$/ }).click();
		await page.getByText(/^lake.gpx was read as/).waitFor();
		const { items } = await fitness(server, "workouts", {});
		assert.equal(items.length, 1);
		await go(page, "/fitness/log");
		await page.getByRole("link", { name: /Around the lake/ }).click();
		await page.waitForURL(/\/fitness\/activities\//);
		await settled(page);
		await assertNoOverflow(page, "activity");
		const map = page.getByTestId("map");
		await map.focus();
		for (let step = 0; step < 20; step += 1) await page.keyboard.press("ArrowRight");
		const said = await map.getAttribute("aria-valuetext");
		assert.match(said, /\d+:\d\d · .*bpm/);
		const heart = page.getByRole("region", { name: "Heart rate" });
		const beats = /(\d+)\sbpm/.exec(said)[1];
		assert.match(await heart.getByRole("slider").getAttribute("aria-valuetext"), new RegExp(`${beats}\\sbpm`), "the chart stands where the map does");
		await page.getByRole("region", { name: "Splits" }).getByRole("row").nth(1).waitFor();
		await page.getByRole("region", { name: "Who told it" }).getByText("GPX file").waitFor();
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page
				.getByRole("button", { name: "Export" })
				.click()
				.then(() => page.getByRole("menuitem", { name: "GPX" }).click()),
		]);
		assert.match(download.suggestedFilename(), /\.gpx$/);
		await close(page);
		await server.stop();
	});
}

test("kilograms become pounds and kilometers miles, and nothing that is kept changes", async () => {
	const { server, bench } = await gym();
	await fitness(server, "create_workout", { sport: "run", name: "Round", start_ms: Date.now() - 86_400_000, elapsed_ms: 1_800_000, distance_mm: 5_000_000 });
	await fitness(server, "add_measure", { what: "weight", value: 80 * KG });
	const kept = async () => JSON.stringify([await fitness(server, "workouts", {}), await fitness(server, "exercise", { id: bench }), await fitness(server, "measures", {})]);
	const before = await kept();
	const page = await open(server, { path: "/settings" });
	await settled(page);
	await page.getByRole("radio", { name: "Pounds" }).click();
	await page.getByRole("radio", { name: "Miles" }).click();
	await page.watch.quiet();
	await go(page, "/fitness/log");
	await page.getByText(/3.11\smi/).filter({ visible: true }).first().waitFor();
	await go(page, `/fitness/exercises/${bench}`);
	await page.getByText(/^176.4\slb\s×\s8$/).first().waitFor();
	await go(page, "/fitness/body");
	await page.getByText(/176.4\slb/).first().waitFor();
	assert.equal(await kept(), before, "only what is shown changed");
	await close(page);
	await server.stop();
});
