package provider

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"keepsake/device/adb"
	"keepsake/gallery/records"
)

// Settings calls each with every setting of the three tables.
func Settings(ctx context.Context, sh Shell, p *records.Problems, each func(records.Setting) error) error {
	given := 0
	for _, t := range []string{"system", "secure", "global"} {
		res, err := sh.Shell(ctx, "settings list "+t)
		if err != nil {
			return fmt.Errorf("reading the %s settings: %w", t, err)
		}
		out := unixLines(string(res.Stdout))
		if res.Exit != 0 || !strings.Contains(out, "=") {
			p.Add(t+" settings", "%s", reason(string(res.Stderr)+"\n"+out, "Exception: "))
			continue
		}
		names, err := settingNames(ctx, sh, t)
		if err != nil {
			return err
		}
		for _, s := range parseSettings(t, out, names) {
			given++
			if err := each(s); err != nil {
				return err
			}
		}
	}
	if given == 0 {
		return &QueryError{URI: "settings", Text: "the phone lists no settings"}
	}
	return nil
}

var (
	settingName = regexp.MustCompile(`^[A-Za-z0-9_.:/@|-]+$`)
	nameRow     = regexp.MustCompile(`(?m)^Row: \d+ name=(.+)$`)
)

// settingNames asks for the names alone; nil when the phone does not tell them.
func settingNames(ctx context.Context, sh Shell, table string) (map[string]bool, error) {
	res, err := sh.Shell(ctx, "content query --uri content://settings/"+table+" --projection name")
	if err != nil {
		return nil, fmt.Errorf("reading the names of the %s settings: %w", table, err)
	}
	var names map[string]bool
	for _, m := range nameRow.FindAllStringSubmatch(unixLines(string(res.Stdout)), -1) {
		if names == nil {
			names = map[string]bool{}
		}
		names[m[1]] = true
	}
	return names, nil
}

// parseSettings reads "name=value" lines. A value may go on in the next lines: a
// line begins a setting only if its name is one of names, or looks like one where
// those are not known.
func parseSettings(table, out string, names map[string]bool) []records.Setting {
	var all []records.Setting
	for line := range strings.SplitSeq(strings.TrimSuffix(out, "\n"), "\n") {
		name, value, ok := strings.Cut(line, "=")
		if ok = ok && (names[name] || names == nil && settingName.MatchString(name)); ok {
			all = append(all, records.Setting{Table: table, Key: name, Value: value})
		} else if n := len(all); n > 0 {
			all[n-1].Value += "\n" + line
		}
	}
	return all
}

// Networks calls each with every Wi-Fi network the phone knows. The phone keeps
// their passwords to itself.
func Networks(ctx context.Context, sh Shell, each func(records.WifiNetwork) error) error {
	res, err := sh.Shell(ctx, "cmd wifi list-networks")
	if err != nil {
		return fmt.Errorf("reading the Wi-Fi networks: %w", err)
	}
	out := unixLines(string(res.Stdout))
	said := string(res.Stderr) + "\n" + out
	if res.Exit != 0 || !strings.HasPrefix(out, "Network Id") && !strings.HasPrefix(out, "No networks") {
		return &QueryError{URI: "Wi-Fi networks", Text: reason(said, "Exception: "), denied: strings.Contains(said, "SecurityException")}
	}
	for _, w := range parseNetworks(out) {
		if err := each(w); err != nil {
			return err
		}
	}
	return nil
}

var networkRow = regexp.MustCompile(`^(\d+) {1,12}(.*\S) +(\S+)\s*$`)

// parseNetworks reads the table of "cmd wifi list-networks": a number, the name,
// the security. A network that can be joined in two ways has a row for each; those
// marked ^ are what the phone adds of itself.
func parseNetworks(out string) []records.WifiNetwork {
	var all []records.WifiNetwork
	for line := range strings.SplitSeq(out, "\n") {
		m := networkRow.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if strings.HasSuffix(m[3], "^") && len(all) > 0 && all[len(all)-1].SSID == strings.TrimSpace(m[2]) {
			continue
		}
		w := records.WifiNetwork{SSID: strings.TrimSpace(m[2]), Security: security(m[3])}
		if !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}

func security(s string) string {
	s = strings.TrimSuffix(strings.ToLower(s), "^") // ^: the phone allows it beside the real one
	switch {
	case strings.HasPrefix(s, "wpa3"), strings.Contains(s, "sae"):
		return "SAE"
	case strings.Contains(s, "eap"), strings.Contains(s, "enterprise"):
		return "WPA_EAP"
	case strings.HasPrefix(s, "wpa"):
		return "WPA_PSK"
	case strings.HasPrefix(s, "owe"):
		return "OWE"
	case s == "open":
		return "NONE"
	}
	return strings.ToUpper(s)
}

// Apps calls each with every app the phone's owner has installed, and every app of
// the system, those without a version's name.
func Apps(ctx context.Context, sh Shell, p *records.Problems, zone *time.Location, each func(records.App) error) error {
	res, err := sh.Shell(ctx, "pm list packages -f")
	if err != nil {
		return fmt.Errorf("reading the list of apps: %w", err)
	}
	all := parsePackages(unixLines(string(res.Stdout)))
	if len(all) == 0 {
		return &QueryError{URI: "apps", Text: reason(string(res.Stderr)+"\n"+string(res.Stdout), "Exception: ")}
	}
	if res, err = sh.Shell(ctx, "pm list packages -3"); err != nil {
		return fmt.Errorf("reading the list of apps: %w", err)
	}
	own := map[string]bool{}
	for _, a := range parsePackages(unixLines(string(res.Stdout))) {
		own[a.Package] = true
	}
	var mine []*records.App
	for i := range all {
		if all[i].System = !own[all[i].Package]; !all[i].System {
			mine = append(mine, &all[i])
		}
	}
	const perCall = 40
	for at := 0; at < len(mine); at += perCall {
		if err := describeApps(ctx, sh, p, zone, mine[at:min(at+perCall, len(mine))]); err != nil {
			return err
		}
	}
	for _, a := range all {
		if err := each(a); err != nil {
			return err
		}
	}
	return nil
}

// Installed are the packages on the phone, those of the system too.
func Installed(ctx context.Context, sh Shell) (map[string]bool, error) {
	res, err := sh.Shell(ctx, "pm list packages")
	if err != nil {
		return nil, fmt.Errorf("reading the list of apps: %w", err)
	}
	names := map[string]bool{}
	for _, a := range parsePackages(unixLines(string(res.Stdout))) {
		names[a.Package] = true
	}
	if len(names) == 0 {
		return nil, &QueryError{URI: "apps", Text: reason(string(res.Stderr)+"\n"+string(res.Stdout), "Exception: ")}
	}
	return names, nil
}

const maxApps = 20_000

var packageName = regexp.MustCompile(`^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$`)

// parsePackages reads "package:<path>=<name>", the path with or without.
func parsePackages(out string) []records.App {
	var all []records.App
	for line := range strings.SplitSeq(out, "\n") {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "package:")
		if !ok || len(all) == maxApps {
			continue
		}
		a := records.App{Package: rest}
		if i := strings.LastIndexByte(rest, '='); i >= 0 {
			a.Paths, a.Package = []string{rest[:i]}, rest[i+1:]
		}
		if packageName.MatchString(a.Package) {
			all = append(all, a)
		}
	}
	return all
}

// describeApps asks for versions and the files of split apps. What it prints is
// cut on the phone: a package's full description is long.
func describeApps(ctx context.Context, sh Shell, p *records.Problems, zone *time.Location, apps []*records.App) error {
	commands := make([]string, len(apps))
	for i, a := range apps {
		name := adb.Quote(a.Package)
		commands[i] = "pm path " + name + "; dumpsys package " + name + ` | grep -E "^ +(versionCode|versionName|firstInstallTime|lastUpdateTime|installerPackageName)=" | head -n 20`
	}
	answers, err := several(ctx, sh, commands)
	if err != nil {
		return fmt.Errorf("reading the versions of apps: %w", err)
	}
	for i, a := range apps {
		describeApp(a, answers[i], zone)
		if a.Version == "" && a.Code == 0 {
			p.Add(a.Package, "the phone does not tell its version")
		}
	}
	return nil
}

func describeApp(a *records.App, out string, zone *time.Location) {
	var paths []string
	for line := range strings.SplitSeq(out, "\n") {
		line = strings.TrimSpace(line)
		if f, ok := strings.CutPrefix(line, "package:"); ok && strings.HasPrefix(f, "/") {
			paths = append(paths, f)
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if !ok {
			continue
		}
		switch value = strings.TrimSpace(value); {
		case key == "versionCode" && a.Code == 0:
			value, _, _ = strings.Cut(value, " ")
			a.Code = integer(value)
		case key == "versionName" && a.Version == "":
			a.Version = value
		case key == "installerPackageName" && a.Installer == "" && value != "null":
			a.Installer = value
		case key == "firstInstallTime" && a.Installed == 0:
			a.Installed = packageTime(value, zone)
		case key == "lastUpdateTime" && a.Updated == 0:
			a.Updated = packageTime(value, zone)
		}
	}
	if len(paths) > 0 {
		a.Paths = paths
	}
}

func packageTime(s string, zone *time.Location) int64 {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", s, zone)
	if err != nil {
		return 0
	}
	return t.UnixMilli()
}
