package adb_test

import (
	"context"
	"fmt"
	"io"

	"keepsake/device/adb"
)

// printSink shows how large each file is.
type printSink struct{}

func (printSink) Begin(adb.Request) (io.Writer, error) { return io.Discard, nil }

func (printSink) End(r adb.Request, _ io.Writer, n int64, after adb.Stat, err error) {
	fmt.Println(r.Path, n, after.MTime, err)
}

// Reading every photo of the first phone that is ready.
func Example() {
	ctx := context.Background()
	server := adb.NewServer(adb.Options{})
	if err := server.Ensure(ctx); err != nil {
		fmt.Println(err)
		return
	}
	entries, err := server.Devices(ctx)
	if err != nil || len(entries) == 0 || entries[0].State != adb.StateDevice {
		fmt.Println("no phone is ready", err)
		return
	}
	session, err := server.Device(entries[0]).Sync(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer session.Close()
	const camera = "/storage/emulated/0/DCIM/Camera"
	photos, err := session.List(ctx, camera)
	if err != nil {
		fmt.Println(err)
		return
	}
	next := func() (adb.Request, bool) {
		if len(photos) == 0 {
			return adb.Request{}, false
		}
		r := adb.Request{Path: camera + "/" + photos[0].Name}
		photos = photos[1:]
		return r, true
	}
	if err := session.Pull(ctx, 16, next, printSink{}); err != nil {
		fmt.Println(err)
	}
}
