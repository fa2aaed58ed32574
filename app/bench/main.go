// Program bench prints Keepsake's figures beside the programs a user would
// otherwise choose, measured in the same run on the same files. `make bench`
// runs it; see .ci/bench for how the real adbd beside it is started.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

// setup is what all measurements share.
type setup struct {
	keepsake  string // our program
	adb       string // the current adb (34), in PATH order before the system's
	oldADB    string // the system's adb (29)
	phoneRoot string // the root directory of the real adbd
	serial    string // its serial at the adb server
	out       string // an empty folder on the file system to write to
	rounds    int
	scale     int    // per cent of the full amount of files
	versitygw string // an S3 server's program; empty: none
}

func main() {
	var s setup
	flag.StringVar(&s.keepsake, "keepsake", "./keepsake", "our program")
	flag.StringVar(&s.adb, "adb", "adb", "adb 34")
	flag.StringVar(&s.oldADB, "old-adb", "/usr/bin/adb", "adb 29")
	flag.StringVar(&s.phoneRoot, "phone-root", "", "root directory of a real adbd")
	flag.StringVar(&s.serial, "serial", "127.0.0.1:6555", "its serial")
	flag.StringVar(&s.out, "out", os.TempDir(), "folder to write to")
	flag.IntVar(&s.rounds, "rounds", 3, "rounds, the programs in turn in each")
	flag.StringVar(&s.versitygw, "versitygw", "", "the S3 server's program, for clouds")
	flag.IntVar(&s.scale, "scale", 100, "per cent of the files")
	thumbsTo := flag.String("make", "", "only make thumbnails of the files named, into this folder")
	fitTo := flag.String("fit", "", "only write the files named as PNG of 512 px into this folder")
	pushFrom := flag.String("push", "", "only push this folder's files into the folder of the phone named")
	lanes := flag.Int("lanes", 3, "sync sessions for -push and -memory")
	toMemory := flag.String("memory", "", "only read this folder of the phone into memory")
	listWant := flag.Int("list", 0, "only list the phone's gallery, which must hold so many files")
	fillWith := flag.Int("fill", 0, "only make a library of so many items in the folder named")
	lookAt := flag.String("look", "", "only open this library cold and look around")
	paint := flag.Int("paint", 0, "only paint so many photos of 12 MP into the folder named")
	drawOf := flag.String("draw", "", "only paint the pictures of this sort into the folder named")
	ending := flag.String("like", "", "only compare the thumbnails that end so with their pictures: the pictures' folder, the thumbnails'")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: bench [flags] small|memory|pushsmall|list|link|thumbs|formats|intake|push|large|huge|library|clouds …")
		flag.PrintDefaults()
	}
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var part func() error
	switch {
	case *paint > 0:
		part = func() error { return photos(flag.Arg(0), *paint) }
	case *drawOf != "":
		part = func() error { return draw(ctx, flag.Arg(0), *drawOf) }
	case *ending != "":
		part = func() error { return like(*ending, flag.Arg(0), flag.Arg(1)) }
	case *fillWith > 0:
		part = func() error { return fill(ctx, flag.Arg(0), *fillWith) }
	case *lookAt != "":
		part = func() error { return look(ctx, *lookAt) }
	case *thumbsTo != "":
		part = func() error { return makeThumbs(ctx, *thumbsTo, flag.Args()) }
	case *fitTo != "":
		part = func() error { return fitAll(ctx, *fitTo, flag.Args()) }
	case *pushFrom != "":
		part = func() error { return pushDir(ctx, s.serial, *lanes, *pushFrom, flag.Arg(0)) }
	case *toMemory != "":
		part = func() error { return pullToMemory(ctx, s.serial, *lanes, *toMemory) }
	case *listWant > 0:
		part = func() error { return listed(ctx, s.serial, *listWant) }
	}
	if part != nil {
		if err := part(); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	measurements := map[string]func(context.Context, setup) error{
		"large": large, "small": small, "memory": memory, "link": link, "thumbs": thumbs, "formats": formats, "intake": intake,
		"push": pushLarge, "pushsmall": pushSmall, "list": listing, "huge": huge,
		"library": browse, "clouds": clouds,
	}
	for _, name := range flag.Args() {
		f, ok := measurements[name]
		if !ok {
			fmt.Fprintln(os.Stderr, "bench: no measurement called", name)
			os.Exit(2)
		}
		if err := f(ctx, s); err != nil {
			fmt.Fprintf(os.Stderr, "bench: %s: %v\n", name, err)
			os.Exit(1)
		}
	}
}

// sdcard is a folder on the phone as this side sees it.
func (s setup) sdcard(parts ...string) string {
	return filepath.Join(append([]string{s.phoneRoot, "storage", "emulated", "0"}, parts...)...)
}

func (s setup) files(full int) int { return max(10, full*s.scale/100) }
