package wireless

import "time"

// GiveServer sets how long an adb server that searches the network itself is
// given to connect to a phone that was just paired.
func (w *Wireless) GiveServer(d time.Duration) { w.wait.self = d }
