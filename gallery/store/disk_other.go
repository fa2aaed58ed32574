//go:build unix && !linux && !darwin

package store

import (
	"errors"
	"os"
)

const (
	foldersSync  = true
	closingDates = false
)

type wholeSync struct{}

func (*wholeSync) open(*os.Root) {}
func (*wholeSync) close()        {}
func (*wholeSync) sync() bool    { return false }

func (d *osDisk) moveNative(from, to string) error { return errors.ErrUnsupported }

func (f *osFile) reserve(size int64) error            { return nil }
func (f *osFile) writeBack(from, to int64, wait bool) {}
func (f *osFile) fresh()                              {}

// flushesOnce is for systems where making the device empty its cache is a step
// of its own.
const flushesOnce = false

func handOver(f file) error { return f.Sync() }
