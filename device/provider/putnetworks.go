package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"keepsake/device/adb"
	"keepsake/gallery/records"
)

// What is wrong with a network that is to be entered.
var (
	ErrNoPassword   = errors.New("its password is not known")
	ErrSecurity     = errors.New("a computer cannot enter a network with this kind of security")
	ErrNetworkRules = errors.New("the phone did not take it")
)

// PutNetworks enters Wi-Fi networks (Android 11 and later), and returns what stands
// against each. Reading the list shows that they are there. For the moment of the
// call, the password is in the list of the phone's processes.
func PutNetworks(ctx context.Context, sh Shell, all []records.WifiNetwork) ([]error, error) {
	errs := make([]error, len(all))
	var commands []string
	var of []int
	for i, w := range all {
		command, err := addNetwork(w)
		if err != nil {
			errs[i] = err
			continue
		}
		commands, of = append(commands, command), append(of, i)
	}
	answers, err := several(ctx, sh, commands)
	if err != nil {
		return errs, fmt.Errorf("entering Wi-Fi networks: %w", quiet(ctx, err))
	}
	for j, said := range answers {
		switch {
		case complaint(said) != nil, strings.Contains(said, "commands: "), strings.Contains(said, "Unknown command"):
			errs[of[j]] = &RefusedError{Text: strings.ReplaceAll(reason(said, "Exception: "), all[of[j]].Password.Reveal(), "…"),
				denied: strings.Contains(said, "SecurityException")}
		case strings.Contains(said, "failed"):
			errs[of[j]] = ErrNetworkRules
		}
	}
	return errs, nil
}

// quiet is what an error means, without its words: they may quote a command, and that
// a password.
func quiet(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case adbGone(err):
		return adb.ErrDeviceGone
	}
	return errors.New("the phone did not answer to the end")
}

// addNetwork is the command for a network.
func addNetwork(w records.WifiNetwork) (string, error) {
	kind := map[string]string{"NONE": "open", "": "open", "OWE": "owe", "WPA_PSK": "wpa2", "SAE": "wpa3"}[strings.ToUpper(w.Security)]
	command := "cmd wifi add-network " + adb.Quote(clean(w.SSID)) + " " + kind
	switch kind {
	case "":
		return "", ErrSecurity
	case "wpa2", "wpa3":
		if w.Password == "" {
			return "", ErrNoPassword
		}
		command += " " + adb.Quote(clean(w.Password.Reveal()))
	}
	if w.Hidden {
		command += " -h"
	}
	return command, nil
}

// DeleteNetworks makes the phone forget networks, by what they are called and how
// they are locked.
func DeleteNetworks(ctx context.Context, sh Shell, all []records.WifiNetwork) error {
	res, err := sh.Shell(ctx, "cmd wifi list-networks")
	if err != nil {
		return fmt.Errorf("reading the Wi-Fi networks: %w", err)
	}
	gone := map[string]bool{}
	for _, w := range all {
		gone[w.Identity()] = true
	}
	var commands []string
	for line := range strings.SplitSeq(unixLines(string(res.Stdout)), "\n") {
		m := networkRow.FindStringSubmatch(line)
		if m == nil || strings.HasSuffix(m[3], "^") {
			continue
		}
		if w := (records.WifiNetwork{SSID: strings.TrimSpace(m[2]), Security: security(m[3])}); gone[w.Identity()] {
			commands = append(commands, "cmd wifi forget-network "+m[1])
		}
	}
	_, err = several(ctx, sh, commands)
	return err
}
