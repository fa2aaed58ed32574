package doctor

import (
	"context"

	"keepsake/app/ui/hop"
)

// Supply gets the adb program from its maker.
type Supply interface {
	// Source is the address it would be downloaded from. It answers at once.
	Source() string
	// Fetch downloads it and tells how far it is; total is 0 while unknown.
	// Progress is called on the goroutine of Fetch.
	Fetch(ctx context.Context, progress func(done, total int64)) (Archive, error)
	// Install unpacks what Fetch brought, and uses it from now on.
	Install(ctx context.Context, a Archive) error
}

// Archive is a download that nothing was done with yet.
type Archive struct {
	Path   string
	Size   int64
	SHA256 string // in hexadecimal
}

// Stage is how far the owner has come with a download.
type Stage int

// The stages.
const (
	Asking Stage = iota // whether to download at all
	Fetching
	Fetched // and shown, with its checksum
	Installing
	Installed
)

// Order is the way to a downloaded adb program: nothing is fetched before the
// owner has seen from where, and nothing is installed before they have seen
// what. It belongs to the window's goroutine.
type Order struct {
	Stage       Stage
	Source      string
	Done, Total int64
	Archive     Archive
	Err         error // of the last step; trying again is possible

	OnChange func()

	supply Supply
	hop    *hop.Hop
	work   hop.Latest
}

// NewOrder returns an order at its first stage.
func NewOrder(s Supply, h *hop.Hop) *Order {
	return &Order{Source: s.Source(), supply: s, hop: h, OnChange: func() {}}
}

// Go does what is next: fetch, or install.
func (o *Order) Go() {
	switch o.Stage {
	case Asking:
		o.fetch()
	case Fetched:
		o.install()
	}
}

func (o *Order) fetch() {
	o.Stage, o.Err, o.Done, o.Total = Fetching, nil, 0, 0
	o.OnChange()
	o.work.Go(o.hop, func(ctx context.Context) func() {
		a, err := o.supply.Fetch(ctx, func(done, total int64) {
			o.hop.Post(func() {
				if ctx.Err() == nil && o.Stage == Fetching {
					o.Done, o.Total = done, total
					o.OnChange()
				}
			})
		})
		return func() {
			if o.Err = err; err != nil {
				o.Stage = Asking
			} else {
				o.Stage, o.Archive = Fetched, a
			}
			o.OnChange()
		}
	})
}

func (o *Order) install() {
	o.Stage, o.Err = Installing, nil
	o.OnChange()
	o.work.Go(o.hop, func(ctx context.Context) func() {
		err := o.supply.Install(ctx, o.Archive)
		return func() {
			if o.Err = err; err != nil {
				o.Stage = Fetched
			} else {
				o.Stage = Installed
			}
			o.OnChange()
		}
	})
}

// Stop ends what is under way.
func (o *Order) Stop() { o.work.Cancel() }
