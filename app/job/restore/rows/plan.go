package rows

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"keepsake/app/job/restore"
	"keepsake/device"
	"keepsake/device/provider"
	"keepsake/gallery/records"
)

const (
	twice    = "it is in the backup twice"
	whyDraft = "the phone has another draft to this number, and keeps one only"
	whyEvent = "the phone's own version of this event is another, and stays"
)

// Plan implements restore.Part.
func (p *Part) Plan(ctx context.Context, d *restore.Draft) error {
	wanted, err := p.from(ctx)
	if err != nil {
		return err
	}
	if len(wanted) == 0 {
		return nil
	}
	no := p.line.Phone().Takes(p.what)
	began := time.Now()
	have, err := p.present(ctx, wanted)
	took := time.Since(began)
	if no, err = unseen(err, no, p.what); err != nil {
		return err
	}
	steps := 0
	add := func(r records.Record, s restore.Step, onto int64) error {
		if no != nil && s.Change() {
			s.State, s.Do, s.Reason = restore.Cannot, restore.Leave, no.Error()
		}
		s.Category, s.Title, s.Source = string(p.what), Title(r), r.Identity()
		s.Target = restore.Name(string(p.what) + ": " + s.Title)
		if !s.Change() {
			return d.Add(s, nil)
		}
		b, err := json.Marshal(r)
		if err != nil {
			return err
		}
		steps += rowsOf(r)
		s.Bytes = int64(len(b))
		return d.Add(s, detail{b, onto})
	}
	if p.what == records.Contacts {
		err = planContacts(d, wanted, have, add)
	} else {
		err = p.planRows(d, wanted, have, add)
	}
	if err != nil {
		return err
	}
	p.sayHow(d, steps, took)
	return nil
}

// present reads what the phone has, as far as it can be the same as what is wanted.
func (p *Part) present(ctx context.Context, wanted []records.Record) ([]records.Record, error) {
	mms := func(r records.Record) bool { m, ok := r.(records.Message); return ok && m.MMS }
	if !slices.ContainsFunc(wanted, mms) {
		return p.since(ctx, 0)
	}
	var all []records.Record
	var problems records.Problems
	err := p.line.Phone().Records(ctx, p.what, &problems, func(r records.Record) error {
		all = append(all, r)
		return nil
	})
	return all, err
}

// planRows compares messages, calls and events by what they say.
func (p *Part) planRows(d *restore.Draft, wanted, have []records.Record, add func(records.Record, restore.Step, int64) error) error {
	there := make(map[string]records.Record, len(have))
	drafts := map[string]bool{}
	for _, r := range have {
		there[r.Identity()] = r
		if m, ok := r.(records.Message); ok && m.Box == records.Draft {
			drafts[m.Thread()] = true
		}
	}
	planned := map[string]bool{}
	for _, r := range wanted {
		if e, ok := r.(records.Event); ok {
			e.Calendar = cmp.Or(e.Calendar, "Keepsake")
			r = e
		}
		s := restore.Step{State: restore.New, Do: restore.Add}
		id := r.Identity()
		old, same := there[id]
		switch why := cannot(r, drafts); {
		case planned[id]:
			s = restore.Step{State: restore.Same, Reason: twice}
		case same && differs(old, r):
			s = restore.Step{State: restore.Differs, Reason: whyEvent}
		case same:
			s = restore.Step{State: restore.Same}
		case why != "":
			s = restore.Step{State: restore.Cannot, Reason: why}
		}
		planned[id] = true
		if err := add(r, s, 0); err != nil {
			return err
		}
	}
	return nil
}

// differs reports whether two events of one identity say something else; what makes
// messages and calls the same is all there is to them.
func differs(old, wanted records.Record) bool {
	a, ok := old.(records.Event)
	b, ok2 := wanted.(records.Event)
	if !ok || !ok2 {
		return false
	}
	essence := func(e records.Event) string {
		e.Account, e.Calendar, e.Modified, e.Color, e.Extra, e.Attendees, e.Organizer = "", "", 0, "", nil, nil, ""
		e = e.Canonical()
		if e.End == e.Start {
			e.End = 0
		}
		return e.Digest()
	}
	return essence(a) != essence(b)
}

// cannot says why a record cannot be put on any phone; "" when it can.
func cannot(r records.Record, drafts map[string]bool) string {
	switch v := r.(type) {
	case records.Message:
		switch {
		case v.MMS:
			return provider.ErrMMS.Error() + "; it stays readable here, and can be exported"
		case v.Box == records.Draft && drafts[v.Thread()]:
			return whyDraft
		case v.Box == records.Draft:
			drafts[v.Thread()] = true
		}
	case records.Call:
		if v.Type == records.Voicemail {
			return provider.ErrVoicemail.Error()
		}
	}
	return ""
}

// rowsOf is how many programs the phone must start for a record.
func rowsOf(r records.Record) int {
	switch v := r.(type) {
	case records.Contact:
		return 2 + len(v.Phones) + len(v.Mails) + len(v.Addresses) + len(v.Orgs) + len(v.Dates) + len(v.IMs) + len(v.Websites) + len(v.Relations) +
			len(v.SIPs) + len(v.Nicknames) + len(v.Notes) + len(v.Groups) + len(v.Custom)
	case records.Event:
		return 1 + len(v.Reminders) + len(v.Attendees)
	}
	return 1
}

const (
	sideBySide = 6                      // how many programs a phone runs at a time: as many as it has cores, four to eight
	starting   = 250 * time.Millisecond // what one takes at the least on a phone
	worthTold  = 20 * time.Second
)

// sayHow says what to know of many rows: how long they take, by what the phone took
// to read.
func (p *Part) sayHow(d *restore.Draft, rows int, took time.Duration) {
	each := min(max(took/8, starting), time.Second)
	need := time.Duration(rows) * each / sideBySide
	if p.importer && p.what == records.Contacts && rows > 3*p.least {
		d.Say(fmt.Sprintf("The phone will ask whether to import the contacts: that takes seconds and one tap. Without the tap it takes about %s.", about(need)))
		return
	}
	if need > worthTold {
		d.Say(fmt.Sprintf("Entering the %s takes about %s: the phone starts a small program for each of %d rows.", p.what, about(need), rows))
	}
}

// about is a length of time as people say it.
func about(d time.Duration) string {
	if d < 90*time.Second {
		return fmt.Sprintf("%d seconds", int(d.Seconds()/10+1)*10)
	}
	return fmt.Sprintf("%d minutes", int(d.Minutes()+0.5))
}

// unseen makes of an error by which a phone does not show what it has a reason why
// nothing of that category can be brought back: the other categories can. What
// stands against it already stays. Any other error is one.
func unseen(err error, no *device.NotTakenError, what records.Category) (*device.NotTakenError, error) {
	var hidden *device.NotGivenError
	if !errors.As(err, &hidden) {
		return no, err
	}
	if no == nil {
		no = &device.NotTakenError{Category: what, Why: hidden.Why, Next: hidden.Next}
	}
	return no, nil
}
