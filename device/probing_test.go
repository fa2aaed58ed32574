package device

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"keepsake/device/adb"
	"keepsake/device/demo"
)

func TestProbingBoundsAnswers(t *testing.T) {
	l := newTree()
	l.shell = said(map[string]string{"cat": strings.Repeat("x", 100)})
	door := phoneOf(l).Probing()
	if res, err := door.Shell(t.Context(), "cat x", 100); err != nil || len(res.Stdout) != 100 {
		t.Errorf("%d bytes, %v", len(res.Stdout), err)
	}
	if _, err := door.Shell(t.Context(), "cat x", 99); !errors.Is(err, adb.ErrTooMuch) {
		t.Errorf("too much: %v", err)
	}
	if _, err := door.Features(t.Context()); !errors.Is(err, errors.ErrUnsupported) {
		t.Error(err)
	}
	if _, err := door.Open(t.Context(), "source:1"); !errors.Is(err, errors.ErrUnsupported) {
		t.Error(err)
	}
}

func TestProbingKnowsGone(t *testing.T) {
	l := newTree()
	l.shell = func(context.Context, string) (adb.Result, error) {
		return adb.Result{}, fmt.Errorf("running: %w", adb.ErrDeviceGone)
	}
	l.cut = true
	door := phoneOf(l).Probing()
	if _, err := door.Shell(t.Context(), "x", 1); !errors.Is(err, ErrGone) {
		t.Error(err)
	}
	if _, err := door.Files(t.Context()); !errors.Is(err, ErrGone) {
		t.Error(err)
	}
	l.cut = false
	f, err := door.Files(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	l.unplug()
	if err := f.Lists(t.Context(), []string{primary}, func(int, []adb.DirEntry, error) {}); !errors.Is(err, ErrGone) {
		t.Error(err)
	}
	if err := f.Stats(t.Context(), nil, nil); !errors.Is(err, errors.ErrUnsupported) {
		t.Error(err)
	}
}

func TestProbingOverTheWire(t *testing.T) {
	sim, err := demo.New(demo.Options{Items: 2, Small: true})
	if err != nil {
		t.Fatal(err)
	}
	addr, stop, err := sim.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	server := adb.NewServer(adb.Options{Addr: addr, NoStart: true})
	found, err := Find(t.Context(), server, "")
	if err != nil {
		t.Fatal(err)
	}
	h := NewHub(server)
	until(t, h, running(t, h), found.Info().Name+"=ready")
	watched, err := h.Phone("")
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]*Phone{"found": found, "watched": watched} {
		t.Run(name, func(t *testing.T) { probe(t, p.Probing()) })
	}
}

func probe(t *testing.T, door Probing) {
	if res, err := door.Shell(t.Context(), "echo out; echo err >&2; exit 5", 4); err != nil || string(res.Stdout) != "out\n" || string(res.Stderr) != "err\n" || res.Exit != 5 {
		t.Errorf("%+v %v", res, err)
	}
	if _, err := door.Shell(t.Context(), "echo four", 4); !errors.Is(err, adb.ErrTooMuch) {
		t.Errorf("too much: %v", err)
	}
	if names, err := door.Features(t.Context()); err != nil || len(names) == 0 {
		t.Error(names, err)
	}
	s, err := door.Open(t.Context(), "source:5")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b := make([]byte, 9)
	if n, err := s.Read(b); n == 0 || err != nil {
		t.Error(n, err)
	}
	f, err := door.Files(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	seen := 0
	if err := f.Stats(t.Context(), []string{"/", primary}, func(int, adb.Stat) { seen++ }); err != nil || seen != 2 {
		t.Errorf("%d of 2 answers, %v", seen, err)
	}
}
