// Package restore brings what a library keeps back to a phone, or into a folder
// of this computer: one pipeline for every category, with a preview, a journal, a
// receipt and a way back.
//
//	compare → Plan → (preview) → save what is touched → do, with a journal → read back → receipt → undo
//
// Begin with Make, which asks each Part what would happen and returns the Plan
// (the very object that runs), and Work.Run. Work.Undo takes a run back.
//
// # Parts
//
// A category is a Part: Files is the one for pictures, videos and recordings;
// those for contacts, messages and the like are written the same way. A part
// brings its own phone (a small interface) and its own wishes (what to bring
// back) along when it is made. What it must keep to:
//
//   - Plan changes nothing. It adds one Step for each thing that was asked for,
//     also for what is there already (Same) and what cannot be done (Cannot, with a
//     reason and the next best way). A Step's Detail is all that Do will need, so
//     that a plan read from disk after a crash runs as well as the one in memory.
//   - Save is the safety snapshot: it writes into the Vault how what will be
//     touched is on the phone now. It runs once, before anything is changed.
//   - Do carries out entries, in any order. Before it changes anything for a step it
//     calls Log.Intend (many steps at once where it can: each call is one fsync);
//     once it knows what became of it, Log.Settle. An entry that is Begun and not
//     Settled was interrupted, perhaps after the change was made: Do looks at the
//     phone first, so that doing it twice is doing it once.
//   - ReadBack looks at what Do settled as Copied, and calls Log.Verify or Log.Doubt.
//   - Undo takes back entries that were begun, as far as what it finds is still what
//     was put there; what changed since stays, with a reason.
//
// What is wrong with one step is its outcome; Do goes on with the next. An error
// of Do is one that stops everything: it wraps device.ErrGone when the connection
// broke, and then the pipeline waits for the phone (Work.Again) and calls Do once
// more with what is not settled. Parts reach the phone through a Line, which then
// has the new connection.
package restore
