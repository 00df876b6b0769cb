import { texts } from "../../../shared/i18n.svelte.ts";

export const p = texts({
  title: ["Ủy quyền", "Proxies"],
  lead: [
    "Đại biểu vắng mặt được người nhận ủy quyền biểu quyết thay; có mặt thì tự biểu quyết.",
    "Whoever is absent is represented by the holder of their proxy; whoever is present votes in person.",
  ],
  "most.none": ["Đại hội này không cho phép ủy quyền.", "This congress knows no proxies."],
  "most.now": ["Mỗi đại biểu được nhận tối đa {most} ủy quyền.", "A delegate may hold up to {most} proxies."],
  "most.field": ["Số ủy quyền mỗi đại biểu được nhận", "Proxies that one delegate may hold"],
  "most.hint": [
    "0 là không cho phép. Chỉ thay đổi khi đại hội đã quyết định: Điều lệ Công đoàn không nói đến ủy quyền.",
    "0 allows none. Change it only when the congress has decided so: the charter knows no proxies.",
  ],
  "most.wrong": ["Cần một số nguyên từ 0 đến 100.", "Has to be a whole number from 0 to 100."],
  "most.save": ["Quy định", "Decide"],
  "most.ask": ["Cho phép mỗi đại biểu nhận tối đa {most} ủy quyền?", "Allow each delegate up to {most} proxies?"],
  "most.then": [
    "Có hiệu lực với các cuộc biểu quyết mở từ lúc này; nhật ký ghi lại.",
    "It holds for polls that open from now on, and stands in the journal.",
  ],
  "most.done": ["Đã quy định số ủy quyền.", "The number of proxies is decided."],
  none: ["Chưa có ủy quyền nào", "There are no proxies"],
  none_lead: [
    "Mở trang của đại biểu vắng mặt, ở khung “Ủy quyền” chọn người nhận.",
    "Open the page of whoever is absent and choose the holder in the card “Proxies”.",
  ],
  giver: ["Người ủy quyền", "Giver"],
  holder: ["Người nhận", "Holder"],
  mandates: ["Số phiếu", "Mandates"],

  given: ["Khi vắng mặt, người được ủy quyền biểu quyết thay:", "Represented, wherever absent, by:"],
  held: ["Nhận ủy quyền của {count} đại biểu, được nhận tối đa {most}:", "Holds {count} proxies, at most {most}:"],
  not_given: ["Chưa ủy quyền cho ai, chưa nhận ủy quyền của ai.", "Neither gives a proxy nor holds one."],
  grant: ["Ủy quyền cho đại biểu khác", "Give a proxy"],
  "grant.ask": ["{name} ủy quyền cho ai?", "Who holds the proxy of {name}?"],
  "grant.whom": ["Người nhận ủy quyền", "Who holds it"],
  "grant.missing": ["Hãy chọn người nhận ủy quyền.", "Choose who holds it."],
  "grant.then": [
    "Khi {name} vắng mặt lúc mở biểu quyết, phiếu của {holder} tính cả phần của {name}.",
    "Where {name} is absent when voting opens, the ballot of {holder} counts for {name} too.",
  ],
  "grant.done": ["Đã ghi ủy quyền của {name}.", "The proxy of {name} is granted."],
  revoke: ["Thu hồi ủy quyền", "Revoke the proxy"],
  "revoke.of": ["Thu hồi ủy quyền của {name}", "Revoke the proxy of {name}"],
  "revoke.ask": ["Thu hồi ủy quyền của {name} cho {holder}?", "Revoke the proxy of {name}, held by {holder}?"],
  "revoke.then": [
    "Từ cuộc biểu quyết sau, {holder} không biểu quyết thay {name} nữa. Cuộc đang mở, và cuộc bỏ phiếu kín đã công bố, giữ nguyên.",
    "From the next poll on {holder} no longer votes for {name}. Polls that are open, and secret ones that are announced, keep it.",
  ],
  "revoke.done": ["Đã thu hồi ủy quyền của {name}.", "The proxy of {name} is revoked."],
});
