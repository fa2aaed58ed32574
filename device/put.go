package device

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"keepsake/device/provider"
	"keepsake/gallery/records"
)

// NotTakenError says that a phone does not take a category of records over the
// cable, and how it gets there all the same.
type NotTakenError struct {
	Category records.Category
	Why      string // one sentence
	Next     string // the way round it, one sentence
}

func (e *NotTakenError) Error() string { return e.Why + " " + e.Next }

// Advice returns the two sentences.
func (e *NotTakenError) Advice() (what, next string) { return e.Why, e.Next }

const (
	switchInput   = `Turn on "USB debugging (Security settings)" in the phone's developer options, and try again.`
	switchInstall = `Turn on "Install via USB" in the phone's developer options, and try again.`
)

// Takes tells, by what is known of the phone, whether records of a category can be
// put on it; nil when nothing speaks against it. What a phone does in fact, only
// doing it shows.
func (p *Phone) Takes(c records.Category) *NotTakenError {
	i := p.Info()
	no := func(why, next string) *NotTakenError { return &NotTakenError{Category: c, Why: why, Next: next} }
	older := func(sdk int) bool { return i.SDK > 0 && i.SDK < sdk }
	switch c {
	case records.Contacts, records.Events:
		return nil
	case records.Calls:
		if older(31) {
			return no("Android "+i.Android+" does not let a computer enter calls; Android 13 does.", "The calls stay readable here, and can be exported.")
		}
	case records.Messages:
		switch {
		case older(28):
			return no("Android "+i.Android+" does not let a computer enter messages; Android 9 does.", ByMessagesApp)
		case i.Adb.Input == SwitchOff:
			return no("This phone does not let a computer enter messages.", switchInput)
		}
	case records.Wifi:
		if older(30) {
			return no("Android "+i.Android+" does not let a computer enter Wi-Fi networks; Android 11 does.", "Let the phone's camera read the network's QR code in Wi-Fi.")
		}
	case records.Settings:
		if i.Adb.Input == SwitchOff {
			return no("This phone does not let a computer change its settings.", switchInput)
		}
	case records.Apps:
		switch {
		case older(24):
			return no("Android "+i.Android+" takes no apps over the cable; Android 7 does.", "Install them from the phone's app store.")
		case i.Adb.Install == SwitchOff:
			return no("This phone does not install apps for a computer.", switchInstall)
		}
	case records.Notes:
		return no("The Notes app takes no notes from a computer.", "They are put on the phone as text files; or let a backup made in the phone's settings bring them back.")
	default:
		return no("Nothing can put these back.", "They stay readable here.")
	}
	return nil
}

// ByMessagesApp is the way round for messages.
const ByMessagesApp = "Export them as XML, copy the file to the phone, and let the free app SMS Backup & Restore read it."

// LastRow is the highest id of the phone's contacts, messages, calls or events; what
// is made later has a higher one.
func (p *Phone) LastRow(ctx context.Context, c records.Category) (int64, error) {
	n, err := provider.LastRow(ctx, p.link, c)
	return n, p.wrote("reading", c, err)
}

// RecordsSince calls each with the contacts, SMS, calls or events whose id is above
// last: what was put there after LastRow said so. Pictures of contacts are left out.
func (p *Phone) RecordsSince(ctx context.Context, c records.Category, last int64, problems *records.Problems, each func(records.Record) error) error {
	var err error
	switch c {
	case records.Contacts:
		err = provider.ContactsSince(ctx, p.link, last, problems, as[records.Contact](each))
	case records.Messages:
		err = provider.TextsSince(ctx, p.link, last, as[records.Message](each))
	case records.Calls:
		err = provider.CallsSince(ctx, p.link, last, as[records.Call](each))
	case records.Events:
		err = provider.Events(ctx, p.link, problems, func(e records.Event) error {
			if n, _ := strconv.ParseInt(e.ID, 10, 64); n <= last {
				return nil
			}
			return each(e)
		})
	default:
		return fmt.Errorf("the %s of a phone have no rows", c)
	}
	if err == nil {
		return nil
	}
	if g := p.notGiven(c, err); g != nil {
		return g
	}
	return p.wrote("reading", c, err)
}

// wrote says what failed, and makes a broken connection ErrGone.
func (p *Phone) wrote(what string, c records.Category, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s the %s of %s: %w", what, c, p.Info().Name, lost(err))
}

// PutContacts enters contacts; see provider.PutContacts. KeyedContacts finds them
// again.
func (p *Phone) PutContacts(ctx context.Context, all []provider.NewContact) ([]error, error) {
	errs, err := provider.PutContacts(ctx, p.link, all)
	return errs, p.wrote("entering", records.Contacts, err)
}

// KeyedContacts finds what PutContacts made: ids by key.
func (p *Phone) KeyedContacts(ctx context.Context, keys []string) (map[string]int64, error) {
	ids, err := provider.KeyedContacts(ctx, p.link, keys)
	return ids, p.wrote("reading", records.Contacts, err)
}

// AddDetails gives a contact that is on the phone more details, and returns the ids
// of what was made. The error may be of single details, and some were made then.
func (p *Phone) AddDetails(ctx context.Context, contact int64, c records.Contact) ([]int64, error) {
	ids, err := provider.AddDetails(ctx, p.link, contact, c)
	return ids, p.wrote("entering", records.Contacts, err)
}

// DeleteDetails takes back what AddDetails made.
func (p *Phone) DeleteDetails(ctx context.Context, ids []int64) error {
	return p.wrote("deleting", records.Contacts, provider.DeleteDetails(ctx, p.link, ids))
}

// PutRecords enters messages, calls or events, changes settings, or enters networks,
// and returns what the phone said against each. Only reading them shows that they
// are there.
func (p *Phone) PutRecords(ctx context.Context, c records.Category, all []records.Record) (errs []error, err error) {
	switch c {
	case records.Messages:
		errs, err = putAs(ctx, p.link, all, provider.PutMessages)
	case records.Calls:
		errs, err = putAs(ctx, p.link, all, provider.PutCalls)
	case records.Events:
		errs, err = putAs(ctx, p.link, all, provider.PutEvents)
	case records.Settings:
		errs, err = putAs(ctx, p.link, all, provider.PutSettings)
	case records.Wifi:
		errs, err = putAs(ctx, p.link, all, provider.PutNetworks)
	default:
		err = errors.New("nothing enters these")
	}
	return errs, p.wrote("entering", c, err)
}

// putAs hands records of any type to a function that takes one.
func putAs[R records.Record](ctx context.Context, l link, all []records.Record, put func(context.Context, provider.Shell, []R) ([]error, error)) ([]error, error) {
	list := make([]R, len(all))
	for i, r := range all {
		v, ok := r.(R)
		if !ok {
			return nil, fmt.Errorf("a %T among the %s", r, (*new(R)).Category())
		}
		list[i] = v
	}
	return put(ctx, l, list)
}

// DeleteRecords takes contacts, messages, calls or events off the phone, by their ids.
func (p *Phone) DeleteRecords(ctx context.Context, c records.Category, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	var err error
	switch c {
	case records.Contacts:
		err = provider.DeleteContacts(ctx, p.link, ids)
	case records.Messages:
		err = provider.DeleteMessages(ctx, p.link, ids)
	case records.Calls:
		err = provider.DeleteCalls(ctx, p.link, ids)
	case records.Events:
		err = provider.DeleteEvents(ctx, p.link, ids)
	default:
		err = errors.New("nothing deletes these")
	}
	return p.wrote("deleting", c, err)
}

// DeleteNetworks makes the phone forget Wi-Fi networks.
func (p *Phone) DeleteNetworks(ctx context.Context, all []records.WifiNetwork) error {
	return p.wrote("deleting", records.Wifi, provider.DeleteNetworks(ctx, p.link, all))
}

// Installed are the packages on the phone, those of the system too.
func (p *Phone) Installed(ctx context.Context) (map[string]bool, error) {
	names, err := provider.Installed(ctx, p.link)
	return names, p.wrote("reading", records.Apps, err)
}

// APK is one file of an app that is to be installed: the app itself, or a split.
type APK struct {
	Name string
	Size int64
	Open func() (io.ReadCloser, error)
}

// InstallApp installs an app of one or more files; on any error the phone keeps
// nothing of it.
func (p *Phone) InstallApp(ctx context.Context, files []APK) error {
	pieces := make([]provider.Piece, len(files))
	for i, f := range files {
		pieces[i] = provider.Piece{Name: f.Name, Size: f.Size, Open: f.Open}
	}
	return p.wrote("installing one of", records.Apps, provider.PutApp(ctx, p.link, pieces))
}

// UninstallApp takes an app off the phone, with what it keeps there.
func (p *Phone) UninstallApp(ctx context.Context, name string) error {
	return p.wrote("uninstalling one of", records.Apps, provider.DeleteApp(ctx, p.link, name))
}
