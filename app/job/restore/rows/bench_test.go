package rows

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/job/restore"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/gallery/records"
)

var now = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// phone is a simulated phone that is connected.
type phone struct {
	t    testing.TB
	sim  *demo.Phone
	hub  *device.Hub
	line *restore.Line[Phone]
}

func newPhone(t testing.TB, o demo.Options) *phone {
	t.Helper()
	o.Small, o.Now = true, now
	if o.Items == 0 {
		o.Items = 1
	}
	return connect(t, o, func(*demo.Phone) {})
}

func connect(t testing.TB, o demo.Options, prepare func(*demo.Phone)) *phone {
	t.Helper()
	sim, err := demo.New(o)
	must(t, err)
	prepare(sim)
	addr, stop, err := sim.Start(t.Context())
	must(t, err)
	t.Cleanup(stop)
	hub := device.NewHub(adb.NewServer(adb.Options{Addr: addr, NoStart: true, Patience: 5 * time.Second}))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- hub.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	p := &phone{t: t, sim: sim, hub: hub, line: restore.NewLine[Phone](nil)}
	must(t, p.again(t.Context()))
	return p
}

func (p *phone) again(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	got, err := p.hub.Await(ctx, "", nil)
	if err == nil {
		p.line.Set(got)
	}
	return err
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// all reads everything of a category.
func (p *phone) all(c records.Category) []records.Record {
	p.t.Helper()
	var list []records.Record
	var problems records.Problems
	must(p.t, p.line.Phone().Records(p.t.Context(), c, &problems, func(r records.Record) error { list = append(list, r); return nil }))
	if problems.Count > 0 {
		p.t.Fatalf("%+v", problems.List)
	}
	return list
}

// given is a Source of what is there already.
func given(all []records.Record) Source {
	return func(context.Context) ([]records.Record, error) { return all, nil }
}

// essence is what a phone takes over of a record.
func essence(r records.Record) string {
	switch v := r.(type) {
	case records.Contact:
		v.Account, v.Custom = "", nil
		if len(v.Photo) > 0 {
			v.Photo = []byte("the phone makes its own")
		}
		return v.Digest()
	case records.Message:
		v.Sub, v.Extra = -1, nil
		return v.Digest()
	case records.Call:
		v.Subscription, v.Component = "", ""
		return v.Digest()
	case records.Event:
		v.Account = ""
		return v.Digest()
	}
	return r.Digest()
}

func essences(all []records.Record) []string {
	list := make([]string, len(all))
	for i, r := range all {
		list[i] = essence(r)
	}
	slices.Sort(list)
	return list
}

// run is a restore from plan to receipt.
type run struct {
	plan    *restore.Plan
	book    restore.Book
	dir     string // of the book
	receipt job.Receipt
	err     error
}

func (p *phone) make(c restore.Conflict, parts ...restore.Part) *run {
	p.t.Helper()
	plan, err := restore.Make(p.t.Context(), job.NewTracker(time.Now), restore.Options{From: "test", Conflict: c}, parts...)
	must(p.t, err)
	dir := p.t.TempDir()
	return &run{plan: plan, book: restore.NewBook(dir), dir: dir}
}

// restore carries a plan out.
func (p *phone) restore(parts ...restore.Part) *run {
	p.t.Helper()
	r := p.make("", parts...)
	p.carry(r, p.t.Context(), parts...)
	must(p.t, r.err)
	return r
}

func (p *phone) carry(r *run, ctx context.Context, parts ...restore.Part) {
	p.t.Helper()
	j, err := r.book.Begin(r.plan)
	must(p.t, err)
	p.finish(r, j, ctx, parts...)
}

func (p *phone) finish(r *run, j *restore.Journal, ctx context.Context, parts ...restore.Part) {
	p.t.Helper()
	w := restore.Work{Plan: r.plan, Parts: parts, Journal: j, Tracker: job.NewTracker(time.Now), Again: p.again}
	r.receipt, r.err = w.Run(ctx)
	must(p.t, r.receipt.Check())
	must(p.t, j.Close())
}

// resume goes on with a run, as after a restart of the program.
func (p *phone) resume(r *run, parts ...restore.Part) {
	p.t.Helper()
	plan, j, err := r.book.Open(r.plan.ID)
	must(p.t, err)
	r.plan = plan
	p.finish(r, j, p.t.Context(), parts...)
	must(p.t, r.err)
}

// undo takes a run back.
func (p *phone) undo(r *run, parts ...restore.Part) job.Receipt {
	p.t.Helper()
	plan, j, err := r.book.Open(r.plan.ID)
	must(p.t, err)
	w := restore.Work{Plan: plan, Parts: parts, Journal: j, Tracker: job.NewTracker(time.Now), Again: p.again}
	receipt, err := w.Undo(p.t.Context())
	must(p.t, err)
	must(p.t, receipt.Check())
	must(p.t, j.Close())
	return receipt
}

// cut is a phone that loses its connection at one call of those that write.
type cut struct {
	Phone
	at    int // 1: at the first
	after bool
	do    func() // at that moment, beside losing it
}

func (c *cut) lose() error {
	if c.do != nil {
		c.do()
	}
	return fmt.Errorf("%w: in the middle", device.ErrGone)
}

func (c *cut) PutRecords(ctx context.Context, what records.Category, all []records.Record) ([]error, error) {
	if c.at--; c.at == 0 {
		if c.after {
			if _, err := c.Phone.PutRecords(ctx, what, all); err != nil {
				return nil, err
			}
		} else if _, err := c.Phone.PutRecords(ctx, what, all[:len(all)/2]); err != nil {
			return nil, err
		}
		return nil, c.lose()
	}
	return c.Phone.PutRecords(ctx, what, all)
}

var errKilled = errors.New("killed")

func reasons(p *restore.Plan, s restore.State) string {
	var all []string
	for _, x := range p.Steps {
		if x.State == s {
			all = append(all, x.Title+": "+x.Reason)
		}
	}
	return strings.Join(all, "\n")
}
