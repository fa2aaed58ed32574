package home

import (
	"keepsake/app/job"
	"keepsake/app/ui/words"
)

// waiting says why a backup stands still, and what lets it go on. A reason this
// window does not know is explained by its error.
func waiting(s job.Snapshot, name string, explain func(error) (string, string)) (what, next string) {
	switch s.Waiting {
	case job.Unplugged:
		return words.F("{{.Phone}} was unplugged.", "Phone", name),
			words.T("Plug it in again and Keepsake goes on by itself.")
	case job.Full:
		return words.T("The disk with the library is full."),
			words.T("What is copied is safe. Free some space, and Keepsake goes on by itself; Storage shows what takes it.")
	case job.Asleep:
		return words.F("{{.Phone}} has stopped answering.", "Phone", name),
			words.T("Wake it up, or unplug it and plug it in again: Keepsake goes on by itself.")
	case job.NoServer:
		return words.T("The adb server, which talks to phones, does not answer."),
			words.T("Keepsake starts it again and goes on by itself.")
	case job.Unauthorized:
		return words.F("{{.Phone}} asks again whether to allow this computer.", "Phone", name),
			words.T("Unlock it and tap Allow: Keepsake goes on by itself.")
	case job.Restarting:
		return words.F("{{.Phone}} is connecting.", "Phone", name),
			words.T("This takes a moment; Keepsake goes on by itself.")
	case job.Locked:
		return words.F("{{.Phone}} was restarted, and its storage is still closed.", "Phone", name),
			words.T("Unlock it once and Keepsake goes on by itself.")
	case job.NotReady:
		return words.F("{{.Phone}} is in a special mode.", "Phone", name),
			words.T("Start it as usual: Keepsake goes on by itself.")
	}
	what, next = words.F("Waiting for {{.Phone}}", "Phone", name), words.T("Keepsake goes on by itself when the phone is back.")
	if s.Err != nil {
		w, n := explain(s.Err)
		what = w
		if n != "" {
			next = n
		}
	}
	return what, next
}
