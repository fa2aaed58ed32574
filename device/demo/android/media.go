package android

import (
	"path"
	"strings"
	"time"

	"keepsake/device/demo/disk"
)

// Meta is what the media scanner would read from a file's bytes.
type Meta struct {
	Taken         time.Time
	Width, Height int // as stored
	Degrees       int // rotation that shows it upright: 0, 90, 180, 270
	Duration      time.Duration
	Favorite      bool
	Owner         string // package that made the file
}

// Described is a disk.Content that knows its Meta.
type Described interface{ Meta() Meta }

// mediaColumns are those of content://media/external/file and its views.
var mediaColumns = [...]string{"_id", "_data", "_display_name", "_size", "mime_type", "media_type", "title", "relative_path", "volume_name",
	"bucket_id", "bucket_display_name", "date_added", "date_modified", "datetaken", "width", "height", "orientation", "duration",
	"is_favorite", "is_trashed", "is_pending", "is_download", "owner_package_name", "date_expires", "generation_added", "generation_modified"}

// mediaRow is one file as the media database sees it.
type mediaRow struct {
	volume   mediaVolume
	path     string
	in       disk.Info
	meta     Meta
	mime     string
	kind     int64
	trashed  bool
	pending  bool
	favorite bool
}

// At implements content.Row.
func (r *mediaRow) At(i int) any {
	switch mediaColumns[i] {
	case "_id", "generation_added", "generation_modified":
		return int64(r.in.Ino)
	case "_data":
		return r.path
	case "_display_name":
		return r.in.Name
	case "title":
		return strings.TrimSuffix(r.in.Name, path.Ext(r.in.Name))
	case "_size":
		return r.in.Size
	case "mime_type":
		return r.mime
	case "media_type":
		return r.kind
	case "relative_path":
		return strings.TrimPrefix(path.Dir(r.path), r.volume.root+"/") + "/"
	case "volume_name":
		return r.volume.name
	case "bucket_id":
		return int64(javaHash(strings.ToLower(path.Dir(r.path))))
	case "bucket_display_name":
		return path.Base(path.Dir(r.path))
	case "date_added", "date_modified":
		return r.in.MTime.Unix()
	case "datetaken":
		if r.meta.Taken.IsZero() {
			return nil
		}
		return r.meta.Taken.UnixMilli()
	case "width":
		return orNull(r.meta.Width)
	case "height":
		return orNull(r.meta.Height)
	case "orientation":
		if r.kind == 1 || r.kind == 3 {
			return int64(r.meta.Degrees)
		}
		return nil
	case "duration":
		return orNull(int(r.meta.Duration.Milliseconds()))
	case "is_favorite":
		return oneIf(r.favorite)
	case "is_trashed":
		return oneIf(r.trashed)
	case "is_pending":
		return oneIf(r.pending)
	case "is_download":
		return oneIf(strings.HasPrefix(r.path, r.volume.root+"/Download/"))
	case "owner_package_name":
		if r.meta.Owner == "" {
			return nil
		}
		return r.meta.Owner
	case "date_expires":
		if r.trashed {
			return r.in.MTime.Add(30 * 24 * time.Hour).Unix()
		}
	}
	return nil
}

func orNull(n int) any {
	if n == 0 {
		return nil
	}
	return int64(n)
}

func oneIf(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// javaHash is String.hashCode, which bucket ids are made with.
func javaHash(s string) int32 {
	var h int32
	for _, c := range []byte(s) {
		h = 31*h + int32(c)
	}
	return h
}

// mimeOf tells MIME type and media_type by the name, as the scanner does first.
func mimeOf(name string) (mime string, kind int64) {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg":
		return "image/jpeg", 1
	case ".png":
		return "image/png", 1
	case ".gif":
		return "image/gif", 1
	case ".webp":
		return "image/webp", 1
	case ".heic":
		return "image/heic", 1
	case ".heif":
		return "image/heif", 1
	case ".dng":
		return "image/x-adobe-dng", 1
	case ".mp4":
		return "video/mp4", 3
	case ".mov":
		return "video/quicktime", 3
	case ".mkv":
		return "video/x-matroska", 3
	case ".3gp":
		return "video/3gpp", 3
	case ".mp3":
		return "audio/mpeg", 2
	case ".m4a":
		return "audio/mp4", 2
	case ".ogg":
		return "audio/ogg", 2
	case ".pdf":
		return "application/pdf", 6
	case ".txt":
		return "text/plain", 6
	case ".vcf":
		return "text/x-vcard", 0
	}
	return "application/octet-stream", 0
}
