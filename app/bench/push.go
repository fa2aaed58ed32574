package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"keepsake/device"
	"keepsake/device/adb"
)

// pushLarge is the way back of a phone full of photos.
func pushLarge(ctx context.Context, s setup) error {
	n := s.files(1000)
	return s.comparePush(ctx, fmt.Sprintf("Push, %d files of 3 MB (random bytes), loopback", n), n, 3_000_000)
}

// pushSmall: 10,000 files of 2 KB back.
func pushSmall(ctx context.Context, s setup) error {
	n := s.files(10_000)
	return s.comparePush(ctx, fmt.Sprintf("Push, %d files of 2 KB, loopback", n), n, 2048)
}

// comparePush makes n files here and races the peers against us into the phone's
// storage, which is emptied before each.
func (s setup) comparePush(ctx context.Context, title string, n, size int) error {
	fmt.Fprintln(os.Stderr, title)
	from, err := os.MkdirTemp(s.out, "keepsake-bench-push-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(from)
	if err := randomFiles(from, n, size); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	const to = "/sdcard/Pushed"
	landed := s.sdcard("Pushed")
	defer os.RemoveAll(landed)
	into := func(run func(context.Context) (sample, error)) func(context.Context, string) (sample, error) {
		return func(ctx context.Context, _ string) (sample, error) {
			if err := os.RemoveAll(landed); err != nil {
				return sample{}, err
			}
			got, err := run(ctx)
			if err != nil {
				return got, err
			}
			return got, arrived(landed, n, int64(size))
		}
	}
	// A folder that does not exist yet becomes the pushed one, without its name.
	push := func(adb string, flags ...string) func(context.Context, string) (sample, error) {
		return into(func(ctx context.Context) (sample, error) {
			args := append([]string{"-s", s.serial, "push"}, flags...)
			return measure(ctx, nil, adb, append(args, from, to)...)
		})
	}
	cs := []*contender{
		{name: "adb 34 push -Z", run: push(s.adb, "-Z")},
		{name: "adb 34 push (default)", run: push(s.adb)},
		{name: "adb 29 push", run: push(s.oldADB)},
		{name: "keepsake, sizes read back", ours: true, run: into(func(ctx context.Context) (sample, error) {
			return measure(ctx, nil, self, "-serial", s.serial, "-push", from, to)
		})},
	}
	if err := race(ctx, s, false, cs); err != nil {
		return err
	}
	report(title, int64(n)*int64(size), n, cs)
	return nil
}

// listing reads a tree of 100,000 files and their dates.
func listing(ctx context.Context, s setup) error {
	n := s.files(100_000)
	fmt.Fprintf(os.Stderr, "Listing %d files\n", n)
	const perFolder = 1000
	if err := os.RemoveAll(s.sdcard("DCIM")); err != nil {
		return err
	}
	defer os.RemoveAll(s.sdcard("DCIM"))
	for i := range n {
		dir := s.sdcard("DCIM", fmt.Sprintf("Album %03d", i/perFolder))
		if i%perFolder == 0 {
			if err := os.MkdirAll(dir, 0o777); err != nil {
				return err
			}
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("IMG_%06d.jpg", i)), nil, 0o644); err != nil {
			return err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cs := []*contender{
		{name: "adb 34 shell find, size and date", run: func(ctx context.Context, _ string) (sample, error) {
			return measure(ctx, nil, s.adb, "-s", s.serial, "shell", `find /sdcard/DCIM -type f -exec stat -c '%s %Y %n' {} + >/dev/null; echo done`)
		}},
		{name: "keepsake, size and date", ours: true, run: func(ctx context.Context, _ string) (sample, error) {
			return measure(ctx, nil, self, "-serial", s.serial, "-list", fmt.Sprint(n))
		}},
	}
	if err := race(ctx, s, false, cs); err != nil {
		return err
	}
	report(fmt.Sprintf("Listing %d files in folders of %d", n, perFolder), 0, n, cs)
	return nil
}

// huge is one file of 5 GiB with a hole in it: past 32 bits, in constant memory.
func huge(ctx context.Context, s setup) error {
	const size = 5 << 30
	fmt.Fprintln(os.Stderr, "One file of 5 GiB")
	if err := os.RemoveAll(s.sdcard("DCIM")); err != nil {
		return err
	}
	defer os.RemoveAll(s.sdcard("DCIM"))
	if err := os.MkdirAll(s.sdcard("DCIM", "Camera"), 0o777); err != nil {
		return err
	}
	f, err := os.Create(s.sdcard("DCIM", "Camera", "IMG_20240101_080000.mp4"))
	if err != nil {
		return err
	}
	if err := f.Truncate(size); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	once := s
	once.rounds = 1
	cs := append(s.peers(s.serial)[:1], &contender{name: "keepsake (hashed, durable, indexed)", ours: true, run: func(ctx context.Context, dir string) (sample, error) {
		got, err := measure(ctx, nil, s.keepsake, "backup", "--device", s.serial, "--no-verify", "--library", filepath.Join(dir, "library"))
		if err != nil {
			return got, err
		}
		return got, arrived(dir, 1, size)
	}})
	if err := race(ctx, once, false, cs); err != nil {
		return err
	}
	report("One file of 5 GiB, loopback", size, 1, cs)
	return nil
}

// listed is the measured work of our side of listing: the gallery's listing as a
// backup does it.
func listed(ctx context.Context, serial string, want int) error {
	phone, err := device.Find(ctx, adb.NewServer(adb.Options{NoStart: true}), serial)
	if err != nil {
		return err
	}
	media, err := phone.Media(ctx, nil)
	if err == nil && len(media.Files) != want {
		err = fmt.Errorf("%d files listed of %d", len(media.Files), want)
	}
	return err
}
