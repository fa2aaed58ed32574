package probe

import (
	"context"
	"regexp"
	"slices"
	"strings"
)

// rights asks what the phone lets the shell do, and what its switches say.
func rights() []probe {
	return []probe{
		{
			id: "rights.switches", question: "Does the phone tell its switches for debugging?", source: "USB debugging (Security settings)",
			tells: []string{"security settings", "install via usb"}, ask: askSwitches,
		},
		{
			id: "rights.reading", question: "Is reading possible while the switch is off?", source: "USB debugging (Security settings)",
			tells: []string{"security settings", "properties", "files", "pictures", "messages"}, ask: askReadingRights,
		},
		{
			id: "rights.shell", question: "Which permissions does the phone's system give the shell?", source: "What the shell may do, by Android version",
			tells: permissionKeys(), ask: askPermissions,
		},
		{
			id: "rights.sms", question: "What does the phone say about the shell writing messages?", source: "Permission to write messages",
			tells: []string{"mode", "mode by default"}, ask: askSMSMode,
		},
	}
}

func askSwitches(ctx context.Context, v *visit) (result, error) {
	found := facts{}
	told := false
	for key, name := range map[string]string{"security settings": "persist.security.adbinput", "install via usb": "persist.security.adbinstall"} {
		state, err := v.toggle(ctx, name)
		if err != nil {
			return result{found: found}, err
		}
		found[key] = state
		told = told || state != missing
	}
	if !told {
		return result{verdict: Absent, found: found}, nil
	}
	return result{verdict: Yes, found: found}, nil
}

// askReadingRights can only settle its question on a phone whose switch is not
// on: then everything that can be read answers it.
func askReadingRights(ctx context.Context, v *visit) (result, error) {
	state, err := v.toggle(ctx, "persist.security.adbinput")
	if err != nil {
		return result{}, err
	}
	found := facts{"security settings": state, "properties": true}
	_, err = v.list(ctx, primary+"/DCIM")
	if err != nil && (broken(err) || ctx.Err() != nil) {
		return result{found: found}, err
	}
	found["files"] = err == nil
	for key, uri := range map[string]string{"pictures": "content://media/external/images/media", "messages": "content://sms"} {
		_, err := v.rows(ctx, query(uri, "_id", "--where", "_id=1"))
		if err != nil && (broken(err) || ctx.Err() != nil) {
			return result{found: found}, err
		}
		found[key] = err == nil
	}
	switch {
	case found["files"] != true || found["pictures"] != true:
		return result{verdict: No, found: found}, nil
	case state == on:
		return result{verdict: Unclear, found: found, note: noteSwitchOn}, nil
	}
	return result{verdict: Yes, found: found}, nil
}

// permissions are those that decide what can be read and put back.
var permissions = [...]string{
	"READ_CONTACTS", "WRITE_CONTACTS", "READ_CALENDAR", "WRITE_CALENDAR", "READ_SMS", "WRITE_SMS", "RECEIVE_SMS", "READ_CALL_LOG",
	"WRITE_CALL_LOG", "ACCESS_MEDIA_LOCATION", "MANAGE_EXTERNAL_STORAGE", "ACCESS_CONTENT_PROVIDERS_EXTERNALLY", "MANAGE_APP_OPS_MODES",
	"WRITE_SETTINGS", "WRITE_SECURE_SETTINGS", "GRANT_RUNTIME_PERMISSIONS", "INSTALL_PACKAGES", "INJECT_EVENTS", "BACKUP",
}

func permissionKeys() []string { return slices.Clone(permissions[:]) }

var permissionLine = regexp.MustCompile(`^android\.permission\.([A-Z_]{1,60}): granted=(true|false)`)

func askPermissions(ctx context.Context, v *visit) (result, error) {
	out, err := v.must(ctx, run("dumpsys", "package", "com.android.shell"))
	if err != nil {
		return result{}, err
	}
	granted := map[string]bool{}
	for line := range strings.Lines(out) {
		if m := permissionLine.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			granted[m[1]] = granted[m[1]] || m[2] == "true"
		}
	}
	if len(granted) == 0 {
		return result{verdict: Unclear}, nil
	}
	found := facts{}
	for _, p := range permissions {
		found[p] = granted[p]
	}
	return result{verdict: Yes, found: found}, nil
}

var (
	opMode      = regexp.MustCompile(`WRITE_SMS: ([a-z]{1,12})`)
	opByDefault = regexp.MustCompile(`Default mode: ([a-z]{1,12})`)
)

func askSMSMode(ctx context.Context, v *visit) (result, error) {
	out, err := v.must(ctx, run("cmd", "appops", "get", "com.android.shell", "WRITE_SMS"))
	if err != nil {
		return result{}, err
	}
	mode := word("default") // it is not set for the shell alone
	if m := opMode.FindStringSubmatch(out); m != nil {
		mode = known(m[1])
	}
	found := facts{"mode": mode}
	if m := opByDefault.FindStringSubmatch(out); m != nil {
		found["mode by default"] = known(m[1])
	}
	if mode == "allow" {
		return result{verdict: Yes, found: found}, nil
	}
	return result{verdict: No, found: found}, nil
}
