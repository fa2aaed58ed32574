package device

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"keepsake/device/adb"
)

// ErrNotShown: the phone has no app that opens such a file, or does not let a
// computer open one.
var ErrNotShown = errors.New("the phone does not open this file for a computer")

// downloads is where people look for a file that was put on their phone.
const downloads = primary + "/Download"

// ShowFile puts a file into the phone's Download folder and opens it there with the
// app for its kind, as a tap on it would: "text/x-vcard" asks the owner whether to
// import contacts, "text/calendar" events. It returns where the file is; whoever
// shows it deletes it when it is of no more use. Since Android 11 apps see only what
// the media database gives them, before it is the file itself.
func (p *Phone) ShowFile(ctx context.Context, name, mime string, data []byte) (string, error) {
	at := path.Join(downloads, path.Base(name))
	if err := p.pushOne(ctx, at, data); err != nil {
		return "", err
	}
	address := "-d " + adb.Quote("file://"+at)
	if sdk := p.Info().SDK; sdk == 0 || sdk >= 30 {
		if err := p.Scan(ctx, []string{at}); err != nil {
			return at, err
		}
		var id int64
		if err := p.Indexed(ctx, []string{at}, func(f Indexed) { id = f.ID }); err != nil {
			return at, err
		}
		if id == 0 {
			return at, fmt.Errorf("%q: %w: it is not in the media database", at, ErrNotShown)
		}
		address = fmt.Sprintf("-d content://media/external/file/%d --grant-read-uri-permission", id)
	}
	res, err := p.link.Shell(ctx, "am start -a android.intent.action.VIEW -t "+adb.Quote(mime)+" "+address)
	if err != nil {
		return at, fmt.Errorf("opening %q on %s: %w", at, p.Info().Name, lost(err))
	}
	if said := string(res.Stdout) + string(res.Stderr); strings.Contains(said, "Error") || strings.Contains(said, "Exception") || res.Exit != 0 {
		return at, fmt.Errorf("%q: %w: %s", at, ErrNotShown, answer{text: said}.reason())
	}
	return at, nil
}

// pushOne writes one small file.
func (p *Phone) pushOne(ctx context.Context, at string, data []byte) error {
	one := &oneFile{data: data}
	given := false
	err := p.Push(ctx, func() (Upload, bool) {
		if given {
			return Upload{}, false
		}
		given = true
		return Upload{Path: at, Size: int64(len(data)), MTime: time.Now()}, true
	}, one)
	if err == nil {
		err = one.err
	}
	return err
}

// oneFile is the Supply of a file in memory.
type oneFile struct {
	data []byte
	err  error
}

func (o *oneFile) Open(Upload) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(o.data)), nil
}

func (o *oneFile) Done(_ Upload, err error) { o.err = err }

// RemoveShown deletes a file that ShowFile put on the phone; one that is gone already
// is no error.
func (p *Phone) RemoveShown(ctx context.Context, at string) error {
	if path.Dir(at) != downloads {
		return fmt.Errorf("%q is not in the Download folder", at)
	}
	if _, err := p.link.Shell(ctx, "rm -f "+adb.Quote(at)); err != nil {
		return fmt.Errorf("deleting %q on %s: %w", at, p.Info().Name, lost(err))
	}
	return p.Scan(ctx, []string{at})
}
