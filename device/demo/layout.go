package demo

import (
	"time"

	"keepsake/device/demo/disk"
)

// caches holds the gallery's thumbnails of cloud pictures, which are no photos.
const caches = Storage + "/MIUI/Gallery/cloud/.microthumbnailFile"

// capacity is that of the phone's storage, apps what system and apps take of it.
const (
	capacity = 238 << 30
	apps     = 117 << 30
)

const (
	mediaGroup = 1023  // Android's media_rw, in which the shell user is
	cameraUser = 10123 // whom the pictures belong to
)

func attr(mtime time.Time) disk.Attr {
	return disk.Attr{Mode: 0660, UID: cameraUser, GID: mediaGroup, MTime: mtime.Truncate(time.Second)}
}

func folder(mtime time.Time) disk.Attr {
	a := attr(mtime)
	a.Mode = 02770
	return a
}

// layOut makes the folders of an Android phone.
func layOut(d *disk.FS, now time.Time) error {
	d.Reserve(apps)
	system := disk.Attr{Mode: 0755, MTime: time.Date(2009, 1, 1, 0, 0, 0, 0, time.UTC)}
	for _, dir := range []string{"/system/bin", "/data/local", "/dev", "/mnt", "/storage/self", "/storage/emulated", "/vendor"} {
		if err := d.MkdirAll(dir, system); err != nil {
			return err
		}
	}
	if err := d.MkdirAll("/data/local/tmp", disk.Attr{Mode: 0771, UID: disk.User, GID: disk.User, MTime: now}); err != nil {
		return err
	}
	for _, dir := range []string{"", "/Alarms", "/Android/data", "/Android/media", "/Android/obb", "/Audiobooks", "/DCIM/Camera", "/Documents",
		"/Download", "/MIUI/backup", "/Movies", "/Music", "/Notifications", "/Pictures", "/Podcasts", "/Recordings", "/Ringtones"} {
		if err := d.MkdirAll(Storage+dir, folder(now.AddDate(-3, -1, 0))); err != nil {
			return err
		}
	}
	for _, link := range [][2]string{
		{"/storage/self/primary", Storage},
		{"/sdcard", "/storage/self/primary"},
		{"/mnt/sdcard", "/storage/self/primary"},
	} {
		if err := d.Symlink(link[1], link[0]); err != nil {
			return err
		}
	}
	return nil
}
