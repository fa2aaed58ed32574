package provider

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"keepsake/device/adb"
)

var (
	// ErrInstallSwitch: a Xiaomi installs for a computer only with "Install via USB".
	ErrInstallSwitch = errors.New(`the phone's switch "Install via USB" is off`)
	// ErrNoInput: phones before Android 7 take no stream.
	ErrNoInput = errors.New("this phone takes no apps over the cable")
)

// Piece is one file of an app: the app itself or a split of it.
type Piece struct {
	Name string // "base.apk"
	Size int64
	Open func() (io.ReadCloser, error)
}

// A Session of the package manager; its number stands in brackets.
var sessionNumber = regexp.MustCompile(`\[(\d+)\]`)

// PutApp installs an app of one or more files, which are streamed. If anything goes
// wrong, or ctx ends, the phone keeps nothing of it.
func PutApp(ctx context.Context, sh Shell, pieces []Piece) (err error) {
	feeder, ok := sh.(Feeder)
	if !ok {
		return ErrNoInput
	}
	res, err := sh.Shell(ctx, "pm install-create -r")
	if err != nil {
		return fmt.Errorf("beginning to install: %w", err)
	}
	said := string(res.Stdout) + string(res.Stderr)
	m := sessionNumber.FindStringSubmatch(said)
	if m == nil || !strings.Contains(said, "Success") {
		return installRefusal(said)
	}
	session := m[1]
	defer func() {
		if err != nil {
			late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
			defer cancel()
			_, _ = sh.Shell(late, "pm install-abandon "+session) // the phone forgets it at its next start
		}
	}()
	for _, p := range pieces {
		if err := putPiece(ctx, feeder, session, p); err != nil {
			return fmt.Errorf("handing over %s: %w", p.Name, err)
		}
	}
	if res, err = sh.Shell(ctx, "pm install-commit "+session); err != nil {
		return fmt.Errorf("installing: %w", err)
	}
	if said = string(res.Stdout) + string(res.Stderr); !strings.HasPrefix(strings.TrimSpace(said), "Success") {
		return installRefusal(said)
	}
	return nil
}

// plainName is what may stand for a piece in a session.
var plainName = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,120}$`)

func putPiece(ctx context.Context, feeder Feeder, session string, p Piece) error {
	if !plainName.MatchString(p.Name) || strings.HasPrefix(p.Name, "-") {
		return errors.New("a name no app's file has")
	}
	r, err := p.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	var out, errs strings.Builder
	_, err = feeder.Run(ctx, "pm install-write -S "+strconv.FormatInt(p.Size, 10)+" "+session+" "+adb.Quote(p.Name)+" -", r, &out, &errs)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(strings.TrimSpace(out.String()), "Success") {
		return installRefusal(out.String() + errs.String())
	}
	return nil
}

func installRefusal(said string) error {
	if strings.Contains(said, "INSTALL_FAILED_USER_RESTRICTED") {
		return ErrInstallSwitch
	}
	return &RefusedError{Text: reason(said, "Failure")}
}

// DeleteApp takes an app off the phone, with what it keeps there.
func DeleteApp(ctx context.Context, sh Shell, name string) error {
	if !packageName.MatchString(name) {
		return errors.New("a name no app has")
	}
	res, err := sh.Shell(ctx, "pm uninstall "+name)
	if err != nil {
		return fmt.Errorf("taking %s off: %w", name, err)
	}
	if said := string(res.Stdout) + string(res.Stderr); !strings.HasPrefix(strings.TrimSpace(said), "Success") {
		return installRefusal(said)
	}
	return nil
}
