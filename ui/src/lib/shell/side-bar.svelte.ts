const STORED = "everkept.sidebar";

/** Whether the side bar is narrow. Kept in the browser; it says nothing about the person. */
class SideBarState {
	narrow = $state(false);

	start(): void {
		try {
			this.narrow = localStorage.getItem(STORED) === "narrow";
		} catch {
			// Without storage it starts wide.
		}
	}

	toggle(): void {
		this.narrow = !this.narrow;
		try {
			localStorage.setItem(STORED, this.narrow ? "narrow" : "wide");
		} catch {
			// The choice holds until the window closes.
		}
	}
}

export const sideBar = new SideBarState();
