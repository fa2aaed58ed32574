package app

// refusal is why something is not done just now: what is in the way, and what to
// do next.
type refusal struct{ what, next string }

// Error implements error.
func (r *refusal) Error() string { return r.what + " " + r.next }

// Advice is what the window shows (see advice.For).
func (r *refusal) Advice() (what, next string) { return r.what, r.next }

// What the composition refuses. All pass by themselves.
var (
	// errRunning means that this phone is being backed up already.
	errRunning = &refusal{"This phone is being backed up already.", "Wait until that is done; nothing has to be started again."}
	// errImporting means that an import runs already.
	errImporting = &refusal{"An import is running already.", "Start this one when it is done; its progress is at the foot of the window."}
	// errRestoring means that a restore runs already.
	errRestoring = &refusal{"A restore is running already.", "Start this when it is done; its progress is at the foot of the window."}
	// errElsewhere means that the phone's backup belongs into another library than
	// the one being written: the demo phone's pictures never get among the owner's.
	errElsewhere = &refusal{"The demo phone and your own phones have different libraries, and one of them is in use.", "Start this backup when the other is done."}
	// errOtherLibrary means that the phone belongs to another library than the one in
	// shown.
	errOtherLibrary = &refusal{"This phone belongs to another library than the one that is open.", "Back it up once: that opens its library."}
	// errBusy means that the library cannot be changed while a backup runs.
	errBusy = &refusal{"A backup is running, so this library stays open.", "Choose another one when it is done."}
	// errRepairing means that the library cannot be repaired while a backup runs.
	errRepairing = &refusal{"A backup is running, so nothing is repaired now.", "Repair the library when it is done."}
	// errPruning means that something writes to the library while earlier states were to go.
	errPruning = &refusal{"A backup is running, so nothing is removed now.", "Do it when that is done."}
	// errStays means that the library is not one that is moved.
	errStays = &refusal{"This library stays where it is.", "Only the one that Keepsake opens by itself can be moved."}
	// errClosed means that the library is closed for a moment.
	errClosed = &refusal{"The library is closed just now.", "It is being repaired or changed, and opens again by itself."}
	// errPrivate means that a file of a private album is of no use to others.
	errPrivate = &refusal{"Other programs cannot open this picture: its file is encrypted, as on the phone.", "Export it to have it in the open."}
	// errMoving means that another library is being opened.
	errMoving = &refusal{"Another library is being opened.", "Start the backup when it is there; that takes a moment."}
)
