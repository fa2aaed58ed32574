package job

import "time"

// rate measures speed over the last few seconds, in half-second buckets, so
// that one slow file neither freezes nor jerks the shown number.
type rate struct {
	buckets [rateBuckets]bucket
}

const (
	rateBuckets = 12
	bucketSpan  = 500 * time.Millisecond
)

type bucket struct {
	slot  int64 // time in units of bucketSpan
	bytes int64
	files int
}

func (r *rate) add(now time.Time, bytes int64, files int) {
	slot := now.UnixNano() / int64(bucketSpan)
	b := &r.buckets[slot%rateBuckets]
	if b.slot != slot {
		*b = bucket{slot: slot}
	}
	b.bytes += bytes
	b.files += files
}

// estimate returns bytes per second and the time left, by bytes or by files,
// whichever is the slower road. Both are zero until a second has been seen.
func (r *rate) estimate(now time.Time, s Snapshot) (speed float64, left time.Duration) {
	slot := now.UnixNano() / int64(bucketSpan)
	var bytes int64
	var files int
	first := slot
	for _, b := range r.buckets {
		if b.slot == 0 || slot-b.slot >= rateBuckets {
			continue
		}
		bytes += b.bytes
		files += b.files
		first = min(first, b.slot)
	}
	span := now.Sub(time.Unix(0, first*int64(bucketSpan))).Seconds()
	if span < 1 {
		return 0, 0
	}
	speed = float64(bytes) / span
	var secs float64
	if s.BytesTotal > s.Bytes && bytes > 0 {
		secs = float64(s.BytesTotal-s.Bytes) / speed
	}
	if s.FilesTotal > s.Files && files > 0 {
		secs = max(secs, float64(s.FilesTotal-s.Files)*span/float64(files))
	}
	// More than a year is not an estimate any more.
	return speed, time.Duration(min(secs, 365*86400) * float64(time.Second))
}
