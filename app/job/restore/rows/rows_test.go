package rows

import (
	"context"
	"slices"
	"strings"
	"testing"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/device"
	"keepsake/device/demo"
	"keepsake/gallery/records"
)

var tables = []records.Category{records.Contacts, records.Messages, records.Calls, records.Events}

// possible is what of a phone's records another one takes.
func possible(all []records.Record) []records.Record {
	return slices.DeleteFunc(slices.Clone(all), func(r records.Record) bool {
		m, mms := r.(records.Message)
		c, call := r.(records.Call)
		return mms && m.MMS || call && c.Type == records.Voicemail
	})
}

// people joins entries of one person, as a restore does.
func people(all []records.Record) []records.Record {
	var out []records.Record
next:
	for _, r := range all {
		c := r.(records.Contact)
		for i, o := range out {
			if p := o.(records.Contact); p.SamePerson(c) {
				out[i] = p.Joined(c)
				continue next
			}
		}
		out = append(out, c)
	}
	return out
}

// What one phone tells, restored to an empty one, is what that tells then. A second
// restore changes nothing, and undo leaves the phone as it was.
func TestToAnEmptyPhone(t *testing.T) {
	t.Parallel()
	a, b := newPhone(t, demo.Options{}), newPhone(t, demo.Options{Bare: true})
	for _, c := range tables {
		want := a.all(c)
		var kept []records.Record
		part := New(b.line, c, given(want), func(_ context.Context, _ device.Info, _ records.Category, all records.Sequence[records.Record]) (err error) {
			kept, err = records.Collect(all)
			return err
		})
		r := b.restore(part)
		can := possible(want)
		if c == records.Contacts {
			can = people(can)
		}
		if got, want := essences(b.all(c)), essences(can); !slices.Equal(got, want) {
			t.Errorf("%s: %d came back of %d", c, len(got), len(want))
		}
		if r.receipt.Copied != len(can) || r.receipt.Verified != len(can) || r.receipt.Failed > 0 || len(kept) > 0 {
			t.Errorf("%s: %+v, %d kept", c, r.receipt, len(kept))
		}
		again := b.make("", New(b.line, c, given(want), nil))
		if total := again.plan.Totals(); total.Change > 0 || total.New > 0 || total.Differs > 0 {
			t.Errorf("%s, once more: %+v", c, total)
		}
		back := b.undo(r, New(b.line, c, nil, nil))
		if n := len(b.all(c)); n > 0 || back.Copied != len(can) || back.Skipped+back.Failed > 0 {
			t.Errorf("%s: %d are left after undo: %+v", c, n, back)
		}
	}
	if op := b.sim.Op("WRITE_SMS"); op != "" {
		t.Errorf("the leave to write messages is %q", op)
	}
}

// One contact that was deleted on the phone comes back, and nothing else happens.
func TestOneBroughtBack(t *testing.T) {
	t.Parallel()
	b := newPhone(t, demo.Options{})
	before := b.all(records.Contacts)
	at := slices.IndexFunc(before, func(r records.Record) bool { return r.(records.Contact).Account == "" })
	if at < 0 {
		t.Fatal("nobody is kept on the phone alone")
	}
	must(t, b.line.Phone().DeleteRecords(t.Context(), records.Contacts, []int64{rowID(before[at])}))
	if n := len(b.all(records.Contacts)); n != len(before)-1 {
		t.Fatalf("%d of %d", n, len(before))
	}
	r := b.restore(New(b.line, records.Contacts, given(before), nil))
	if r.receipt.Copied != 1 {
		t.Errorf("%+v", r.receipt)
	}
	if got := essences(b.all(records.Contacts)); !slices.Equal(got, essences(before)) {
		t.Error("the address book is not as it was")
	}
}

// A contact that the phone knows in part gets what it lacks, and loses that again.
func TestMerge(t *testing.T) {
	t.Parallel()
	b := newPhone(t, demo.Options{})
	before := b.all(records.Contacts)
	c := before[0].(records.Contact)
	c.Phones = append(slices.Clone(c.Phones), records.Labelled{Value: "+44 7700 900999", Kind: "work"})
	c.Nicknames = []string{"Captain"}
	r := b.restore(New(b.line, records.Contacts, given([]records.Record{c}), nil))
	if r.receipt.Copied != 1 || r.receipt.Verified != 1 || r.plan.Steps[0].State != restore.Differs {
		t.Errorf("%+v", r.receipt)
	}
	after := b.all(records.Contacts)
	if len(after) != len(before) || !slices.Contains(after[0].(records.Contact).Nicknames, "Captain") {
		t.Errorf("%+v", after[0])
	}
	if again := b.make("", New(b.line, records.Contacts, given([]records.Record{c}), nil)); again.plan.Totals().Same != 1 {
		t.Errorf("%+v", again.plan.Steps)
	}
	if skip := b.make(restore.Skip, New(b.line, records.Contacts, given([]records.Record{records.Contact{Name: c.Name, Phones: c.Phones, Notes: []string{"new"}}}), nil)); skip.plan.Totals().Change != 0 {
		t.Errorf("%+v", skip.plan.Steps)
	}
	b.undo(r, New(b.line, records.Contacts, nil, nil))
	if got := essences(b.all(records.Contacts)); !slices.Equal(got, essences(before)) {
		t.Error("the address book is not as it was")
	}
}

// What changed on the phone after a restore is not taken back; what is gone is gone.
func TestUndoLeavesChanges(t *testing.T) {
	t.Parallel()
	b := newPhone(t, demo.Options{Bare: true})
	var want []records.Record
	for _, name := range []string{"Ada", "Bo", "Cy"} {
		want = append(want, records.Contact{Name: records.Name{Display: name}, Phones: []records.Labelled{{Value: "1", Kind: "home"}}})
	}
	r := b.restore(New(b.line, records.Contacts, given(want), nil))
	now := b.all(records.Contacts)
	_, err := b.line.Phone().AddDetails(t.Context(), rowID(now[0]), records.Contact{Notes: []string{"by the owner"}})
	must(t, err)
	must(t, b.line.Phone().DeleteRecords(t.Context(), records.Contacts, []int64{rowID(now[1])}))
	back := b.undo(r, New(b.line, records.Contacts, nil, nil))
	if back.Copied != 1 || back.Already != 1 || back.Skipped != 1 {
		t.Errorf("%+v", back)
	}
	if left := b.all(records.Contacts); len(left) != 1 || len(left[0].(records.Contact).Notes) != 1 {
		t.Errorf("%+v", left)
	}
}

// A restore whose connection breaks in the middle of a batch, or right after it, ends
// as if nothing had been; so does one of a program that was killed there.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	a := newPhone(t, demo.Options{})
	for _, c := range []records.Category{records.Messages, records.Calls, records.Events} {
		want := a.all(c)
		for _, after := range []bool{false, true} {
			for _, killed := range []bool{false, true} {
				b := newPhone(t, demo.Options{Bare: true})
				real := b.line.Phone()
				ctx, kill := context.WithCancelCause(t.Context())
				at := 1
				if c == records.Messages {
					at = 2 // the first is the one that shows whether any are taken
				}
				broken := &cut{Phone: real, at: at, after: after}
				if killed {
					broken.do = func() { kill(errKilled) }
				}
				b.line.Set(broken)
				part := New(b.line, c, given(want), nil)
				r := b.make("", part)
				b.carry(r, ctx, part)
				if killed {
					if r.err == nil || r.receipt.Status != job.Cancelled {
						t.Fatalf("%v %+v", r.err, r.receipt)
					}
					b.line.Set(real)
					b.resume(r, New(b.line, c, nil, nil))
				}
				must(t, r.err)
				if got, want := essences(b.all(c)), essences(possible(want)); !slices.Equal(got, want) || broken.at > 0 {
					t.Errorf("%s, after %t, killed %t: %d of %d", c, after, killed, len(got), len(want))
				}
				b.undo(r, New(b.line, c, nil, nil))
				if n := len(b.all(c)); n > 0 {
					t.Errorf("%s, after %t, killed %t: %d are left after undo", c, after, killed, n)
				}
				kill(nil)
			}
		}
	}
}

// Cancelling in the middle leaves the phone's leave for messages as it was.
func TestCancelPutsLeaveBack(t *testing.T) {
	t.Parallel()
	a, b := newPhone(t, demo.Options{Messages: 900}), newPhone(t, demo.Options{Bare: true})
	part := New(b.line, records.Messages, given(a.all(records.Messages)), nil)
	r := b.make("", part)
	ctx, cancel := context.WithCancel(t.Context())
	real := b.line.Phone()
	b.line.Set(&cut{Phone: real, at: 3, do: cancel})
	b.carry(r, ctx, part)
	if n := len(b.all(records.Messages)); r.err == nil || n == 0 || n >= 900 {
		t.Errorf("%v, %d messages", r.err, n)
	}
	if op := b.sim.Op("WRITE_SMS"); op != "" {
		t.Errorf("the leave is %q", op)
	}
}

// What a phone does not take is said before anything is done, with the way round.
func TestCannot(t *testing.T) {
	t.Parallel()
	a := newPhone(t, demo.Options{})
	for _, x := range []struct {
		name  string
		what  records.Category
		sdk   int
		input bool
		want  string
	}{
		{"calls on Android 11", records.Calls, 30, true, "Android 13 does"},
		{"calls on Android 13", records.Calls, 33, true, ""},
		{"messages on Android 8", records.Messages, 27, true, "Android 9 does"},
		{"messages on Android 10", records.Messages, 29, true, ""},
		{"messages without the switch", records.Messages, 34, false, "USB debugging (Security settings)"},
		{"contacts on Android 9", records.Contacts, 28, true, ""},
		{"events on Android 9", records.Events, 28, true, ""},
	} {
		b := connect(t, demo.Options{Bare: true, Small: true, Items: 1, Now: now, SDK: x.sdk}, func(p *demo.Phone) { p.SetSwitches(x.input, true) })
		want := possible(a.all(x.what))
		part := New(b.line, x.what, given(want), nil)
		r := b.make("", part)
		total := r.plan.Totals()
		if x.want == "" {
			b.carry(r, t.Context(), part)
			if r.err != nil || r.receipt.Failed > 0 || r.receipt.Copied == 0 {
				t.Errorf("%s: %v %+v", x.name, r.err, r.receipt.Counts)
			}
			continue
		}
		if total.Cannot != len(want) || total.Change != 0 || !strings.Contains(reasons(r.plan, restore.Cannot), x.want) {
			t.Errorf("%s: %+v %.300s", x.name, total, reasons(r.plan, restore.Cannot))
		}
	}
}

// A phone that takes no messages and says nothing is found out by the first, and the
// receipt has the way round.
func TestSilentRefusal(t *testing.T) {
	t.Parallel()
	a, b := newPhone(t, demo.Options{}), newPhone(t, demo.Options{Bare: true, Faults: []demo.Fault{{Kind: demo.FaultRefuse, Name: "WRITE_SMS"}}})
	want := possible(a.all(records.Messages))
	r := b.restore(New(b.line, records.Messages, given(want), nil))
	if r.receipt.Failed != len(want) || r.receipt.Copied != 0 || !strings.Contains(r.receipt.Problems[0].Reason, "SMS Backup & Restore") {
		t.Errorf("%+v %+v", r.receipt.Counts, r.receipt.Problems[:1])
	}
}

// Drafts: the phone keeps one to a number, so that another is left out.
func TestDrafts(t *testing.T) {
	t.Parallel()
	b := newPhone(t, demo.Options{Bare: true})
	draft := func(to, body string, date int64) records.Record {
		return records.Message{Box: records.Draft, Address: to, Body: body, Date: date, Read: true, Sub: -1, Status: -1}
	}
	b.restore(New(b.line, records.Messages, given([]records.Record{draft("+4477", "mine", 1)}), nil))
	r := b.restore(New(b.line, records.Messages, given([]records.Record{draft("+4477", "other", 2), draft("+4488", "one", 3), draft("+4488", "two", 4)}), nil))
	if got := r.plan.Totals(); got.Cannot != 2 || got.New != 1 {
		t.Errorf("%+v", got)
	}
	var bodies []string
	for _, m := range b.all(records.Messages) {
		bodies = append(bodies, m.(records.Message).Body)
	}
	slices.Sort(bodies)
	if got := strings.Join(bodies, " "); got != "mine one" {
		t.Errorf("%q", got)
	}
}
