package probe

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"keepsake/device"
)

// connection asks what the cable and the phone's adb can do, and how fast.
func connection() []probe {
	return []probe{
		{
			id: "connection.computer", question: "Does a phone answer on this computer's system?", source: "Behaviour on Windows and macOS",
			tells: []string{"computer", "over"}, ask: askComputer,
		},
		{
			id: "connection.features", question: "What can the phone's adb do?", source: "Features of the phone's adb",
			tells: append([]string{"features"}, featureKeys()...), ask: askFeatures,
		},
		{
			id: "connection.abbexec", question: "Does the phone run its services' commands without a shell?", source: "abb_exec",
			tells: []string{"offered", "ms"}, ask: askAbbExec,
		},
		{
			id: "connection.link", question: "How fast is the link without any file behind it?", source: "Real speed of cable and Wi-Fi",
			tells: []string{"megabytes", "ms", "mb per s", "over"}, limit: 20 * time.Second, ask: askLink,
		},
		{
			id: "connection.latency", question: "How long does the shortest command take?", source: "Real speed of cable and Wi-Fi",
			tells: []string{"commands", "ms each"}, ask: askLatency,
		},
		{
			id: "speed.list", question: "What does listing a folder cost per file?", source: "Cost per file of the phone's storage",
			tells: []string{"folders", "files", "ms", "ms per file", "ended early"}, limit: 30 * time.Second, ask: askListing,
		},
		{
			id: "speed.stat", question: "What does asking about a file cost, many at once and one by one?", source: "Cost per file of the phone's storage",
			tells: []string{"files", "ms per file", "files one by one", "ms per file one by one"}, limit: 20 * time.Second, ask: askStats,
		},
		{
			id: "speed.small", question: "What does reading a small file cost, many at once and one by one?", source: "Cost per file of the phone's storage",
			tells: []string{"files", "ms per file", "files one by one", "ms per file one by one"}, limit: 20 * time.Second, ask: askSmallFiles,
		},
		{
			id: "speed.read", question: "How fast are large files read over one session?", source: "Real speed of cable and Wi-Fi",
			tells: speedKeys, limit: 30 * time.Second, ask: askReading,
		},
		{
			id: "speed.sessions", question: "Are two sessions faster than one?", source: "Order of the ways to read",
			tells: append([]string{"times faster"}, speedKeys...), limit: 30 * time.Second, ask: askSessions,
		},
	}
}

// over tells a cable from a network by how adb names the phone.
func (v *visit) over() word {
	if device.OverNetwork(v.phone.Info().Serial) {
		return network
	}
	return usb
}

func askComputer(ctx context.Context, v *visit) (result, error) {
	found := facts{"computer": computer(), "over": v.over()}
	if _, err := v.say(ctx, run("true")); err != nil {
		return result{found: found}, err
	}
	return result{verdict: Yes, found: found}, nil
}

// features are those that change how the phone is read.
var features = [...]string{"shell_v2", "stat_v2", "ls_v2", "sendrecv_v2", "sendrecv_v2_zstd", "delayed_ack", "abb_exec", "cmd", "track_app"}

func featureKeys() []string { return slices.Clone(features[:]) }

func askFeatures(ctx context.Context, v *visit) (result, error) {
	names, err := v.phone.Features(ctx)
	if err != nil {
		return result{}, err
	}
	found := facts{"features": len(names)}
	for _, f := range features {
		found[f] = slices.Contains(names, f)
	}
	if len(names) == 0 {
		return result{verdict: Absent, found: found}, nil
	}
	return result{verdict: Yes, found: found}, nil
}

// askAbbExec reads one switch whose answer is known: debugging is on, or nobody
// could ask.
func askAbbExec(ctx context.Context, v *visit) (result, error) {
	names, err := v.phone.Features(ctx)
	if err != nil {
		return result{}, err
	}
	found := facts{"offered": slices.Contains(names, "abb_exec")}
	if found["offered"] == false {
		return result{verdict: Absent, found: found}, nil
	}
	begun := time.Now()
	s, err := v.phone.Open(ctx, "abb_exec:settings\x00get\x00global\x00adb_enabled")
	if err != nil {
		return result{found: found}, err
	}
	defer s.Close()
	said, err := io.ReadAll(io.LimitReader(s, 4096))
	if err != nil {
		return result{found: found}, err
	}
	found["ms"] = millis(time.Since(begun))
	if strings.TrimSpace(string(said)) == "1" {
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: No, found: found}, nil
}

const linkBytes = 32 << 20

// askLink has the phone send zeros.
func askLink(ctx context.Context, v *visit) (result, error) {
	found := facts{"over": v.over()}
	begun := time.Now()
	s, err := v.phone.Open(ctx, "source:33554432")
	if err != nil {
		return result{found: found}, err
	}
	defer s.Close()
	n, err := io.Copy(io.Discard, io.LimitReader(s, linkBytes))
	speed(found, n, time.Since(begun))
	if err != nil && n < 1<<20 {
		return result{found: found}, err
	}
	return result{verdict: Yes, found: found}, nil
}

func askLatency(ctx context.Context, v *visit) (result, error) {
	const times = 10
	begun := time.Now()
	for n := range times {
		if _, err := v.say(ctx, run("true")); err != nil {
			return result{found: facts{"commands": n}}, err
		}
	}
	return result{verdict: Yes, found: facts{"commands": times, "ms each": millis(time.Since(begun)) / times}}, nil
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// speed writes down how fast n bytes came.
func speed(found facts, n int64, took time.Duration) {
	found["megabytes"] = float64(n) / 1e6
	found["ms"] = millis(took)
	if took > 0 {
		found["mb per s"] = float64(n) / 1e6 / took.Seconds()
	}
}
