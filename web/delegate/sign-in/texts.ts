import { texts } from "../../shared/i18n.svelte.ts";

export const s = texts({
  title: ["Đăng nhập · Diên Hồng", "Sign in · Diên Hồng"],
  welcome: ["Kính chào đồng chí đại biểu", "Welcome, delegate"],
  pin: ["Mã PIN", "PIN"],
  "pin.hint": ["Dãy số trong phong bì được phát riêng.", "The digits in the envelope that you were given."],
  "pin.needed": ["Đồng chí hãy nhập mã PIN.", "Enter your PIN."],
  "pin.none": [
    "Khách mời không có mã PIN: thẻ chỉ dùng để điểm danh ở cửa.",
    "Guests have no PIN: their badge is for the door only.",
  ],
  enter: ["Vào đại hội", "Enter"],
  "badge.read": ["Đã đọc thẻ đại biểu", "Your badge was read"],
  "badge.other": ["Dùng thẻ khác", "Use another badge"],
  "scan.title": ["Quét mã trên thẻ đại biểu", "Scan the code on your badge"],
  "scan.1": ["Mở máy ảnh của điện thoại.", "Open your phone's camera."],
  "scan.2": ["Hướng vào mã QR in trên thẻ.", "Point it at the QR code on your badge."],
  "scan.3": ["Chạm vào đường dẫn hiện ra, rồi nhập mã PIN.", "Tap the link that appears, then enter your PIN."],
  hand: ["Không quét được? Nhập mã thẻ", "Cannot scan? Type the code"],
  code: ["Mã thẻ", "Badge code"],
  "code.hint": ["26 chữ và số in dưới mã QR.", "The 26 letters and digits below the QR code."],
  "code.wrong": ["Mã thẻ có 26 chữ và số.", "A badge code has 26 letters and digits."],
  next: ["Tiếp tục", "Continue"],
  wait: ["Sai nhiều lần. Thử lại sau {time}.", "Too many attempts. Try again in {time}."],
  wrong: [
    "Mã PIN không khớp với thẻ này. Đồng chí kiểm tra lại, hoặc gặp tổ đón tiếp.",
    "This PIN does not belong to this badge. Check it, or ask at the reception desk.",
  ],
  ended: ["Phiên đăng nhập trên máy này đã kết thúc", "You are signed out on this phone"],
  "ended.why": [
    "Mỗi đại biểu dùng một máy. Thẻ của đồng chí vừa đăng nhập trên máy khác, hoặc bàn đón tiếp đã kết thúc phiên này. Muốn dùng tiếp máy này, đồng chí quét lại thẻ.",
    "One phone for each delegate. Your badge was used to sign in on another phone, or the desk ended this sign-in. To use this phone again, scan your badge.",
  ],
  another: ["Đổi đại biểu trên máy này?", "Another delegate on this phone?"],
  "another.why": [
    "Máy này đang đăng nhập: {name}. Đồng chí vừa mở một thẻ khác.",
    "{name} is signed in on this phone. You have just opened another badge.",
  ],
  "another.stay": ["Vẫn là {name}", "Stay {name}"],
  "another.change": ["Đăng nhập bằng thẻ vừa quét", "Sign in with the badge just scanned"],
  unreachable: [
    "Không kết nối được máy chủ. Đồng chí kiểm tra Wi-Fi của hội trường rồi thử lại.",
    "The server cannot be reached. Check the hall's Wi-Fi and try again.",
  ],
});
