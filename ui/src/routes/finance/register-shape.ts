/** Sizes and columns of the register: heights in pixels are those that the window of lines counts with. */

export const ROW_PX = 36;
export const PART_PX = 28;
export const CARD_PX = 60;
export const DAY_PX = 36;
/** The line that is being edited, as high as its fields. */
export const EDIT_PX = 108;

/** Columns of a table of one account, of all, and of a part under a row. */
export const COLUMNS = {
	account: "grid-cols-[1rem_6rem_minmax(0,1.5fr)_minmax(0,1fr)_7rem_7.5rem_1.5rem]",
	all: "grid-cols-[1rem_6rem_minmax(0,1.5fr)_minmax(0,1fr)_8rem_1.5rem] lg:grid-cols-[1rem_6rem_minmax(0,1.5fr)_minmax(0,1fr)_minmax(0,0.7fr)_8rem_1.5rem]",
	part: "grid-cols-[minmax(0,1fr)_minmax(0,1fr)_8rem]",
};
