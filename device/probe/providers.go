package probe

import (
	"context"
	"strings"
	"time"
)

// providers asks which records the shell may read, and how the content tool of
// this phone behaves.
func providers() []probe {
	all := []probe{
		{
			id: "content.start", question: "How long does one start of the content tool take?", source: "Cost of the content tool",
			tells: []string{"ms"}, ask: askContentStart,
		},
		{
			id: "content.parser", question: "Does the content tool take extras, split at three colons?", source: "Versions of the content tool",
			tells: []string{"accepted", "colon in a key"}, ask: askParser,
		},
		{
			id: "content.argument", question: "How long may one argument of the content tool be?", source: "Longest command",
			tells: []string{"bytes taken"}, ask: askLongArgument,
		},
	}
	for _, r := range [...]struct{ id, what, uri, source string }{
		{"calls", "the call log", "content://call_log/calls", "Call log read by the shell"},
		{"messages", "messages", "content://sms", "Messages read by the shell"},
		{"mms", "multimedia messages", "content://mms", "Messages read by the shell"},
		{"contacts", "contacts", "content://com.android.contacts/raw_contacts", "Contacts read by the shell"},
		{"calendar", "the calendar", "content://com.android.calendar/events", "Calendar read by the shell"},
		{"notes", "notes", "content://notes/note", "Notes read by the shell"},
		{"records", "the recorder's list", "content://records", "Recorder's list read by the shell"},
		{"gallery", "the gallery's own list", "content://com.miui.gallery.cloud.provider/cloud", "Gallery's own list read by the shell"},
	} {
		all = append(all, probe{
			id: "read." + r.id, question: "May the shell read " + r.what + "?", source: r.source,
			tells: []string{"rows"}, ask: providerProbe(r.uri),
		})
	}
	for _, r := range [...]struct{ id, uri string }{
		{"media", "content://media/external/images/media"}, {"messages", "content://sms"}, {"calls", "content://call_log/calls"},
		{"contacts", "content://com.android.contacts/contacts"},
	} {
		all = append(all, probe{
			id: "limit." + r.id, question: "Is LIMIT within the order of " + r.id + " obeyed?", source: "LIMIT in a sort order",
			tells: []string{"rows"}, ask: limitProbe(r.uri),
		})
	}
	return append(all,
		probe{
			id: "messages.block", question: "Is there a column that marks blocked messages, and is it used?", source: "Blocked messages",
			tells: []string{"blocked", "deleted"}, ask: askBlocked,
		},
		probe{
			id: "settings.lines", question: "Do values of settings hold newlines?", source: "Newlines in values of settings",
			tells: []string{"system", "secure", "global"}, ask: askSettings,
		},
		probe{
			id: "wifi.add", question: "Does the phone have a command that adds Wi-Fi networks?", source: "Wi-Fi networks put back",
			tells: []string{"lines"}, ask: askWiFi,
		},
	)
}

// providerProbe counts a provider's rows by their numbers alone.
func providerProbe(uri string) func(context.Context, *visit) (result, error) {
	return func(ctx context.Context, v *visit) (result, error) {
		n, err := v.count(ctx, query(uri, "_id"))
		if err != nil {
			return result{}, err
		}
		if n == 0 {
			return result{verdict: Unclear, found: facts{"rows": 0}, note: noteEmptyAnswer}, nil
		}
		return result{verdict: Yes, found: facts{"rows": n}}, nil
	}
}

func limitProbe(uri string) func(context.Context, *visit) (result, error) {
	return func(ctx context.Context, v *visit) (result, error) {
		n, err := v.count(ctx, query(uri, "_id", "--sort", "_id ASC LIMIT 1"))
		if _, refused := err.(refusal); refused {
			// Some say "Invalid token LIMIT", some nothing understandable.
			if why := reasonOf(err); why == otherwise || why == noArgument {
				return result{verdict: No, found: facts{reason: why}}, nil
			}
		}
		if err != nil {
			return result{}, err
		}
		found := facts{"rows": n}
		switch n {
		case 0:
			return result{verdict: Unclear, found: found, note: noteEmptyAnswer}, nil
		case 1:
			return result{verdict: Yes, found: found}, nil
		}
		return result{verdict: No, found: found}, nil
	}
}

// setting is a query that every phone answers at once with one row or none.
func setting(name string, more ...string) []string {
	return query("content://settings/system", "_id", append([]string{"--where", "name='" + name + "'"}, more...)...)
}

func askContentStart(ctx context.Context, v *visit) (result, error) {
	begun := time.Now()
	if _, err := v.rows(ctx, setting("font_scale")); err != nil {
		return result{}, err
	}
	return result{verdict: Yes, found: facts{"ms": millis(time.Since(begun))}}, nil
}

func askParser(ctx context.Context, v *visit) (result, error) {
	found := facts{}
	accepted := false
	for key, extra := range map[string]string{"accepted": "x:s:1", "colon in a key": `x\:y:s:1`} {
		_, err := v.rows(ctx, setting("font_scale", "--extra", extra))
		if _, refused := err.(refusal); err != nil && (!refused || reasonOf(err) != noArgument) {
			return result{found: found}, err
		}
		found[key] = err == nil
		accepted = accepted || key == "accepted" && err == nil
	}
	if accepted {
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: No, found: found}, nil
}

// askLongArgument asks for settings with longer and longer names, which no
// phone has. Beyond 60,000 bytes the adb server itself gives up.
func askLongArgument(ctx context.Context, v *visit) (result, error) {
	taken := 0
	for _, n := range [...]int{2000, 15_000, 30_000, 55_000} {
		if _, err := v.rows(ctx, setting(strings.Repeat("x", n))); err != nil {
			if taken == 0 || broken(err) || ctx.Err() != nil {
				return result{found: facts{"bytes taken": taken}}, err
			}
			return result{verdict: No, found: facts{"bytes taken": taken, reason: reasonOf(err)}}, nil
		}
		taken = n
	}
	return result{verdict: Yes, found: facts{"bytes taken": taken}}, nil
}

// askBlocked cannot tell what the marks mean, only that they are used.
func askBlocked(ctx context.Context, v *visit) (result, error) {
	blocked, err := v.count(ctx, query("content://sms", "_id", "--where", "block_type<>0"))
	if err != nil {
		return result{}, err
	}
	found := facts{"blocked": blocked}
	deleted, err := v.count(ctx, query("content://sms", "_id", "--where", "deleted<>0"))
	if err != nil {
		return result{found: found}, err
	}
	found["deleted"] = deleted
	return result{verdict: Unclear, found: found, note: noteCompare}, nil
}

// askSettings counts the lines that begin no setting, on the phone: the values
// themselves stay there.
func askSettings(ctx context.Context, v *visit) (result, error) {
	found := facts{}
	sum := 0
	for _, space := range [...]string{"system", "secure", "global"} {
		if _, err := v.counted(ctx, run("settings", "list", space).pipe("grep", "-c", "-F", "=")); err != nil {
			return result{found: found}, err
		}
		n, err := v.counted(ctx, run("settings", "list", space).pipe("grep", "-c", "-v", "-F", "="))
		if err != nil {
			return result{found: found}, err
		}
		found[space] = n
		sum += n
	}
	if sum > 0 {
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: No, found: found}, nil
}

func askWiFi(ctx context.Context, v *visit) (result, error) {
	n, err := v.counted(ctx, run("cmd", "wifi", "help").pipe("grep", "-c", "-F", "add-network"))
	if err != nil {
		return result{}, err
	}
	if n == 0 {
		return result{verdict: No, found: facts{"lines": n}}, nil
	}
	return result{verdict: Yes, found: facts{"lines": n}}, nil
}
