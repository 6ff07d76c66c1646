// What the commands of the senses answer.

import type { Commands } from "$lib/api/commands";

type Reply<K extends keyof Commands> = Commands[K]["reply"];

export type SenseDevices = Reply<"senses.devices">;
export type DeviceRow = SenseDevices["cameras"][number];
export type ModelRow = Reply<"senses.models">[number];
export type ConsentState = Reply<"senses.consents">[number];
/** What is read only after the person said yes to it. */
export type Consent = ConsentState["what"];
export type OpenSensorRow = Reply<"senses.state">["open"][number];
export type Sensor = OpenSensorRow["sensor"];
export type CameraReading = Commands["senses.watch_camera"]["item"];
export type Heard = Commands["senses.listen"]["item"];
export type SensorEnded = Reply<"senses.listen">;
export type Figure = NonNullable<Heard["breathing"]>;
export type Unknown = NonNullable<Figure["unknown"]>;
export type FaceShown = NonNullable<CameraReading["face"]>;
export type ExpressionShown = NonNullable<CameraReading["expression"]>;
export type TryReport = Reply<"senses.try_file">;
export type NamedFigure = TryReport["figures"][number];
export type LineRead = TryReport["lines"][number];
