package advice

import (
	"slices"

	"keepsake/device"
	"keepsake/gallery/cloud"
)

// Sentences are those that For may say, so that the window can have them translated;
// all but the ones with something of the moment in them, such as a date.
func Sentences() []string {
	all := []string{byHand, noRule, oldAdb}
	add := func(what, next string) { all = append(all, what, next) }
	for _, k := range known {
		add(k.what, k.next)
	}
	for _, s := range []device.State{device.Ready, device.Unauthorized, device.Authorizing, device.Offline, device.NoPermission,
		device.Recovery, device.Bootloader, device.Absent, device.Unknown} {
		add(s.Advice())
	}
	add((&cloud.LimitError{}).Advice())
	add((&cloud.LimitError{Daily: true}).Advice())
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}
