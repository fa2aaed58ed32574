package provider

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"keepsake/device/adb"
	"keepsake/gallery/records"
)

// settable are the settings that may be put back: how the phone looks, sounds and
// behaves, each by itself without harm on any phone. What tells phones apart, what
// belongs to accounts, and what could lock somebody out is not among them.
var settable = map[string]*regexp.Regexp{
	"system/font_scale":                      fraction,
	"system/screen_off_timeout":              whole,
	"system/screen_brightness_mode":          onOff,
	"system/accelerometer_rotation":          onOff,
	"system/haptic_feedback_enabled":         onOff,
	"system/sound_effects_enabled":           onOff,
	"system/dtmf_tone":                       onOff,
	"system/vibrate_when_ringing":            onOff,
	"system/lockscreen_sounds_enabled":       onOff,
	"system/show_password":                   onOff,
	"system/time_12_24":                      regexp.MustCompile(`^(12|24)$`),
	"secure/ui_night_mode":                   regexp.MustCompile(`^[0-3]$`),
	"secure/long_press_timeout":              whole,
	"secure/show_ime_with_hard_keyboard":     onOff,
	"secure/night_display_color_temperature": whole,
	"global/auto_time":                       onOff,
	"global/auto_time_zone":                  onOff,
	"global/window_animation_scale":          fraction,
	"global/transition_animation_scale":      fraction,
	"global/animator_duration_scale":         fraction,
	"global/low_power_trigger_level":         regexp.MustCompile(`^[0-9]{1,2}$`),
	"global/charging_sounds_enabled":         onOff,
}

var (
	onOff    = regexp.MustCompile(`^[01]$`)
	whole    = regexp.MustCompile(`^[0-9]{1,9}$`)
	fraction = regexp.MustCompile(`^[0-9]{1,2}(\.[0-9]{1,4})?$`)
)

// Settable reports whether a setting is one of the few that may be put back, and its
// value of the kind it has.
func Settable(s records.Setting) bool {
	form := settable[s.Table+"/"+s.Key]
	return form != nil && form.MatchString(s.Value)
}

// PutSettings changes settings, and returns what the phone said against each. Those
// that are not Settable are refused here. An empty value takes the setting out, as it
// was before somebody set it.
func PutSettings(ctx context.Context, sh Shell, all []records.Setting) ([]error, error) {
	errs := make([]error, len(all))
	var commands []string
	var of []int
	for i, s := range all {
		known := settable[s.Table+"/"+s.Key] != nil
		switch {
		case Settable(s):
			commands = append(commands, "settings put "+s.Table+" "+s.Key+" "+adb.Quote(s.Value)+"; settings get "+s.Table+" "+s.Key)
		case known && s.Value == "":
			commands = append(commands, "settings delete "+s.Table+" "+s.Key+" >/dev/null; settings get "+s.Table+" "+s.Key)
		default:
			errs[i] = fmt.Errorf("%s is not a setting that is put back", s.Key)
			continue
		}
		of = append(of, i)
	}
	answers, err := several(ctx, sh, commands)
	if err != nil {
		return errs, fmt.Errorf("changing settings: %w", err)
	}
	for j, said := range answers {
		s := all[of[j]]
		now := strings.TrimSpace(said)
		if e := complaint(said); e != nil {
			errs[of[j]] = e
		} else if now != s.Value && (s.Value != "" || now != "null") {
			errs[of[j]] = &RefusedError{Text: reason("it stays at "+now, "")}
		}
	}
	return errs, nil
}
