package provider

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"keepsake/device/adb"
	"keepsake/device/demo/android"
	"keepsake/device/demo/disk"
	"keepsake/device/demo/shell"
	"keepsake/gallery/records"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// machine is the demo phone's shell, without a cable.
type machine struct {
	*android.System
	sh    *shell.Machine
	calls int
	cut   func(n int) error // called before the nth command; an error is the connection's
}

// newPhone is the demo phone with its records, or out of its box.
func newPhone(t testing.TB, bare bool) *machine {
	t.Helper()
	d := disk.New(100<<30, func() time.Time { return noon })
	s, err := android.New(d, "serial1", func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	if bare {
		s.Clear()
	}
	m := &machine{System: s, sh: shell.New(d, s.Now)}
	s.Install(m.sh)
	return m
}

func (m *machine) Shell(ctx context.Context, command string) (adb.Result, error) {
	var out, errs bytes.Buffer
	code, err := m.Run(ctx, command, strings.NewReader(""), &out, &errs)
	return adb.Result{Stdout: out.Bytes(), Stderr: errs.Bytes(), Exit: code}, err
}

func (m *machine) Run(ctx context.Context, command string, in io.Reader, out, errs io.Writer) (int, error) {
	m.calls++
	if len(command) > 65_000 {
		return 0, fmt.Errorf("a command of %d bytes", len(command))
	}
	if m.cut != nil {
		if err := m.cut(m.calls); err != nil {
			return 0, err
		}
	}
	if out == nil {
		out, errs = io.Discard, io.Discard
	}
	code := m.sh.Run(ctx, command, in, out, errs)
	return code, ctx.Err()
}

func everything[R records.Record](t testing.TB, read func(each func(R) error) error) []R {
	t.Helper()
	var all []R
	if err := read(func(r R) error { all = append(all, r); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

func readContacts(t testing.TB, m Shell) []records.Contact {
	var p records.Problems
	all := everything(t, func(each func(records.Contact) error) error { return Contacts(t.Context(), m, &p, each) })
	if p.Count > 0 {
		t.Fatalf("%+v", p.List)
	}
	return all
}

func readEvents(t testing.TB, m Shell) []records.Event {
	var p records.Problems
	all := everything(t, func(each func(records.Event) error) error { return Events(t.Context(), m, &p, each) })
	if p.Count > 0 {
		t.Fatalf("%+v", p.List)
	}
	return all
}

func readTexts(t testing.TB, m Shell) []records.Message {
	return everything(t, func(each func(records.Message) error) error { return TextsSince(t.Context(), m, 0, each) })
}

func readCalls(t testing.TB, m Shell) []records.Call {
	return everything(t, func(each func(records.Call) error) error { return Calls(t.Context(), m, each) })
}

func none(t testing.TB, errs []error, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range errs {
		if e != nil {
			t.Errorf("%d: %v", i, e)
		}
	}
}

// same compares what was read with what was put, whatever their order; essence leaves
// out what a phone does not take over.
func same[R records.Record](t testing.TB, got, want []R, essence func(R) R) {
	t.Helper()
	digests := func(all []R) []string {
		var list []string
		for _, r := range all {
			list = append(list, essence(r).Digest())
		}
		slices.Sort(list)
		return list
	}
	if g, w := digests(got), digests(want); !slices.Equal(g, w) {
		t.Errorf("%d came back of %d", len(got), len(want))
		for _, r := range want {
			if !slices.Contains(g, essence(r).Digest()) {
				t.Errorf("missing: %+v", essence(r))
			}
		}
		for _, r := range got {
			if !slices.Contains(w, essence(r).Digest()) {
				t.Errorf("instead: %+v", essence(r))
			}
		}
	}
}

func contactEssence(c records.Contact) records.Contact {
	c.Account = ""
	if len(c.Photo) > 0 {
		c.Photo = []byte("the phone makes its own")
	}
	for i, x := range c.Custom { // a number the phone adds
		if strings.HasSuffix(x.MIME, "group_membership") {
			c.Custom[i] = records.CustomData{}
		}
	}
	return c
}

func callEssence(c records.Call) records.Call {
	c.Subscription, c.Component = "", ""
	return c
}

func textEssence(m records.Message) records.Message {
	m.Sub, m.Extra = -1, nil
	return m
}

func eventEssence(e records.Event) records.Event {
	e.Account = ""
	return e
}

func keyed(all []records.Contact) []NewContact {
	list := make([]NewContact, len(all))
	for i, c := range all {
		list[i] = NewContact{c, "run1-" + strconv.Itoa(i)}
	}
	return list
}

// What a phone tells, put on an empty one, is what that one tells then; taken out
// again, it is empty.
func TestRoundTrip(t *testing.T) {
	a, b := newPhone(t, false), newPhone(t, true)
	contacts := readContacts(t, a)
	errs, err := PutContacts(t.Context(), b, keyed(contacts))
	none(t, errs, err)
	calls := slices.DeleteFunc(readCalls(t, a), func(c records.Call) bool { return c.Type == records.Voicemail })
	errs, err = PutCalls(t.Context(), b, calls)
	none(t, errs, err)
	texts := readTexts(t, a)
	errs, err = PutMessages(t.Context(), b, texts)
	none(t, errs, err)
	events := readEvents(t, a)
	errs, err = PutEvents(t.Context(), b, events)
	none(t, errs, err)

	same(t, readContacts(t, b), contacts, contactEssence)
	same(t, readCalls(t, b), calls, callEssence)
	same(t, readTexts(t, b), texts, textEssence)
	same(t, readEvents(t, b), events, eventEssence)
	if op := b.Op("WRITE_SMS"); op != "" {
		t.Errorf("the leave to write messages is %q", op)
	}

	must(t, DeleteContacts(t.Context(), b, ids(readContacts(t, b), func(c records.Contact) string { return c.ID })))
	must(t, DeleteCalls(t.Context(), b, ids(readCalls(t, b), func(c records.Call) string { return c.ID })))
	must(t, DeleteMessages(t.Context(), b, ids(readTexts(t, b), func(m records.Message) string { return m.ID })))
	must(t, DeleteEvents(t.Context(), b, ids(readEvents(t, b), func(e records.Event) string { return e.ID })))
	for _, uri := range []string{"com.android.contacts/raw_contacts", "com.android.contacts/data", "com.android.contacts/groups", "sms", "call_log/calls",
		"com.android.calendar/events", "com.android.calendar/calendars", "com.android.calendar/reminders"} {
		if res, err := b.Shell(t.Context(), "content query --uri content://"+uri); err != nil || string(res.Stdout) != "No result found.\n" {
			t.Errorf("%s is not empty: %.300s %s %v", uri, res.Stdout, res.Stderr, err)
		}
	}
	if op := b.Op("WRITE_SMS"); op != "" {
		t.Errorf("the leave to write messages is %q", op)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func ids[R any](all []R, id func(R) string) []int64 {
	var list []int64
	for _, r := range all {
		n, _ := strconv.ParseInt(id(r), 10, 64)
		list = append(list, n)
	}
	return list
}

// hostile are texts that break a careless writer: of quotes, of options, of the tool's
// own signs, of the shell's, and of what cannot be said at all.
var hostile = []string{`it's "quoted" 'twice'`, "--where 1=1", "a:b:c\\:d\\\\", "$(reboot) `reboot` ${HOME} $0 !! ~ * ? [a]", "two\nlines\n\n", "\ttab ; & | < > ( ) { } # %s",
	"👩‍👩‍👧 مرحبا 你好 \u202e", "Row: 0 _id=1, date=5, address=x", "NULL", "nul\x00byte", "\xff\xfe no text", "\\", ":", "-", " leading and trailing ", "\"", "'", strings.Repeat("long ", 2000)}

// Whatever is in a text, it arrives as it is, with the tool of every Android.
func TestHostileTexts(t *testing.T) {
	for _, sdk := range []int{28, 34} {
		m := newPhone(t, true)
		m.SetVersion(sdk, "x")
		var texts []records.Message
		var contacts []NewContact
		var events []records.Event
		for i, s := range hostile {
			texts = append(texts, records.Message{Box: records.Received, Date: int64(1700000000000 + i), Address: "+4477009001" + strconv.Itoa(10+i), Body: s, Read: true, Status: -1, Sub: -1})
			contacts = append(contacts, NewContact{records.Contact{Name: records.Name{Display: "n " + s}, Notes: []string{s}, Phones: []records.Labelled{{Value: strconv.Itoa(i), Kind: records.Custom, Label: "l " + s}}}, "h-" + strconv.Itoa(i)})
			events = append(events, records.Event{UID: "u" + strconv.Itoa(i), Calendar: s, Title: s, Description: s, Start: 1700000000000, End: 1700003600000, Access: "", Status: "confirmed", Availability: "busy"})
		}
		errs, err := PutMessages(t.Context(), m, texts)
		none(t, errs, err)
		errs, err = PutContacts(t.Context(), m, contacts)
		none(t, errs, err)
		errs, err = PutEvents(t.Context(), m, events)
		none(t, errs, err)
		same(t, readTexts(t, m), texts, func(r records.Message) records.Message { r.Body = unsaid(clean(r.Body)); return r })
		plain := make([]records.Contact, len(contacts))
		for i, c := range contacts {
			plain[i] = c.Contact
		}
		same(t, readContacts(t, m), plain, func(c records.Contact) records.Contact {
			for i, n := range c.Notes {
				c.Notes[i] = unsaid(clean(n))
			}
			c.Name.Display = clean(c.Name.Display)
			for i := range c.Phones {
				c.Phones[i].Label = clean(c.Phones[i].Label)
			}
			return c
		})
		same(t, readEvents(t, m), events, func(e records.Event) records.Event {
			e.Account, e.Zone = "", ""
			e.Title, e.Description, e.Calendar = unsaid(clean(e.Title)), unsaid(clean(e.Description)), unsaid(clean(e.Calendar))
			return e
		})
	}
}

// unsaid: the tool prints NULL for nothing and for the word alike.
func unsaid(s string) string {
	if s == "NULL" {
		return ""
	}
	return s
}
