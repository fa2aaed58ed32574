package scene

import "fmt"

const xmpID = "http://ns.adobe.com/xap/1.0/\x00"

// xmp returns the APP1 payload that announces the clip, nil when there is
// nothing to say.
func (p Photo) xmp() []byte {
	if len(p.Motion) == 0 {
		return nil
	}
	var body string
	switch p.MotionKind {
	case MotionBare:
		return nil
	case MotionMicroVideo:
		body = fmt.Sprintf(`<rdf:Description rdf:about="" xmlns:GCamera="http://ns.google.com/photos/1.0/camera/"`+
			` GCamera:MicroVideo="1" GCamera:MicroVideoVersion="1" GCamera:MicroVideoOffset="%d"`+
			` GCamera:MicroVideoPresentationTimestampUs="900000"/>`, len(p.Motion))
	default:
		body = fmt.Sprintf(`<rdf:Description rdf:about="" xmlns:Camera="http://ns.google.com/photos/1.0/camera/"`+
			` xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:Item="http://ns.google.com/photos/1.0/container/item/"`+
			` Camera:MotionPhoto="1" Camera:MotionPhotoVersion="1" Camera:MotionPhotoPresentationTimestampUs="900000">`+
			`<Container:Directory><rdf:Seq>`+
			`<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg" Item:Semantic="Primary" Item:Length="0" Item:Padding="0"/></rdf:li>`+
			`<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="video/mp4" Item:Semantic="MotionPhoto" Item:Length="%d" Item:Padding="0"/></rdf:li>`+
			`</rdf:Seq></Container:Directory></rdf:Description>`, len(p.Motion))
	}
	return []byte(xmpID + "<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" + `<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 5.1.0-jc003">` +
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + body + `</rdf:RDF></x:xmpmeta>` + "\n<?xpacket end=\"w\"?>")
}
