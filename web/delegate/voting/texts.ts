import { texts } from "../../shared/i18n.svelte.ts";

/** What only the paper of an election says: it does not travel with the first view. */
export const v = texts({
  seats: ["Bầu nhiều nhất {seats} trong {count} người", "Elect at most {seats} of {count}"],
  "crossing-out": ["Gạch tên người không bầu.", "Strike out whom you do not elect."],
  strike: ["Gạch tên {name}", "Strike out {name}"],
  "strike.more": ["Còn để lại {standing} người: gạch thêm {excess}", "{standing} names stand: strike {excess} more"],
  "strike.done": ["Bầu {standing} người, gạch {struck}", "{standing} elected, {struck} struck out"],
  "all-of-list": ["Bầu cả {count} người trong danh sách", "Elect all {count} on the list"],
  born: ["sinh {year}", "born {year}"],
  biography: ["Tiểu sử", "Biography"],
  "full.people": ["Đã chọn đủ; bỏ chọn một người để đổi.", "All seats are used; take one back to change."],
  rules: ["Thể lệ bầu cử", "Rules of elections"],
  "secret.title": ["Phiếu của tôi được giữ kín thế nào?", "How is my vote secret?"],
  "secret.1": [
    "Máy của đồng chí tự tạo một lá phiếu bằng một con số chỉ máy này biết.",
    "Your phone makes a paper of its own, out of a number that only this phone knows.",
  ],
  "secret.2": [
    "Máy bọc kín lá phiếu rồi gửi kèm tên đồng chí; đại hội ký lên lớp bọc mà không thấy bên trong, mỗi người một lần.",
    "It wraps the paper and sends it with your name; the congress signs the wrapping without seeing inside, once for each person.",
  ],
  "secret.3": [
    "Máy bóc lớp bọc: chữ ký còn lại trên lá phiếu, và không ai nhận ra đã ký nó cho ai.",
    "The phone takes the wrapping off: the signature stays on the paper, and nobody can tell for whom it was made.",
  ],
  "secret.4": [
    "Phiếu được phát trước khi mở bỏ phiếu, vào lúc ngẫu nhiên, rồi khóa ký bị hủy: sau đó không ai làm thêm được phiếu nào. Chỉ cuộc nào ghi “có phát phiếu bổ sung” mới giữ khóa đến khi kết thúc; ở đó phải tin máy chủ nhiều hơn.",
    "Papers are given out before voting begins, at random moments; then the key is destroyed, and nobody can make another paper. Only a poll that says “with late papers” keeps it until closing; there you have to trust the server more.",
  ],
  "secret.5": [
    "Khi đồng chí bỏ phiếu, máy gửi lá phiếu đi không kèm tên, không kèm đăng nhập, chậm lại vài giây ngẫu nhiên.",
    "When you vote, the phone sends the paper without your name, without your sign-in, after a random few seconds.",
  ],
  "secret.6": [
    "Máy chủ không ghi lại ai gửi, lúc nào, từ đâu; mọi lá phiếu dài như nhau.",
    "The server keeps no record of who sent it, when or from where; all ballots have the same length.",
  ],
  "secret.7": [
    "Sau khi đóng, mọi lá phiếu được công bố: đồng chí tìm thấy phiếu của mình, và ai cũng đếm lại được.",
    "After closing all ballots are published: you find your own among them, and anybody can count again.",
  ],
  "secret.8": [
    "Những gì máy này không giữ kín được: người ngồi cạnh nhìn vào màn hình, hay đồng chí tự cho người khác xem.",
    "What it cannot hide: a neighbour who looks at your screen, or that you show it to somebody yourself.",
  ],
  "secret.9": [
    "Một chiếc điện thoại bị cài mã độc, hay một máy chủ gửi trang đã bị sửa, có thể nhìn thấy lựa chọn; khi không yên tâm, xin dùng phiếu giấy.",
    "A phone with spyware, or a server that sends an altered page, could see your choice; if in doubt, ask for a printed paper.",
  ],
  "secret.10": [
    "Nếu tất cả bỏ phiếu giống nhau thì kết quả nói lên tất cả: không cách nào giữ kín điều đó.",
    "If everybody votes alike, the result itself tells: nothing can hide that.",
  ],
  "late.title": ["Đồng chí chưa có phiếu kín", "You have no secret paper yet"],
  "late.why": [
    "Cuộc này còn phát phiếu bổ sung, mỗi đợt cho ít nhất {batch} người cùng lúc. Phiếu bổ sung kém kín hơn phiếu nhận trước khi mở: ai theo dõi máy chủ lúc đó biết phiếu của đồng chí nằm trong số ít phiếu vừa phát.",
    "Late papers are given out in this poll, to at least {batch} people at once. A late paper is less anonymous than one had before it opened: whoever watches the server then knows that your ballot is among the few just given out.",
  ],
  "late.else": [
    "Muốn kín hơn, xin Ban kiểm phiếu một phiếu giấy.",
    "If you want more secrecy, ask the tellers for a printed paper.",
  ],
  "late.ask": ["Nhận phiếu bổ sung", "Ask for a late paper"],
  "late.failed": ["Chưa gửi được yêu cầu. Xin thử lại.", "It could not be asked for. Please try again."],
  "late.line": ["Đang chờ đợt phát phiếu bổ sung", "Waiting for the next late papers"],
  "late.line.why": [
    "Phiếu đến khi đủ {batch} người chờ; hiện có {waiting}. Nếu không đủ người thì không có phiếu: xin phiếu giấy của Ban kiểm phiếu trước khi kết thúc.",
    "It comes when {batch} people wait; now there are {waiting}. If there are never enough, there is none: ask the tellers for a printed paper before voting ends.",
  ],
  "recount.title": ["Kiểm lại hòm phiếu", "Count the urn again"],
  "recount.why": [
    "Mọi lá phiếu kín đã được công bố, không kèm tên. Máy này tự kiểm từng chữ ký và đếm lại, không cần tin máy chủ.",
    "All secret ballots are published, without names. This phone checks each signature and counts again, trusting nobody.",
  ],
  "recount.do": ["Kiểm lại ngay", "Count again now"],
  "recount.good": [
    "Khớp. Đã kiểm {size} phiếu: chữ ký đúng, không phiếu nào lặp, kết quả như đã công bố. Mã gốc: {root}.",
    "It holds. {size} ballots: signatures are right, none is there twice, the result is as published. Root: {root}.",
  ],
  "recount.ours": ["Phiếu của đồng chí có trong hòm phiếu.", "Your ballot is in the urn."],
  "recount.lost": [
    "KHÔNG thấy phiếu của đồng chí trong hòm phiếu, dù đại hội đã ký cam kết. Xin báo ngay Ban kiểm phiếu; máy này giữ bằng chứng.",
    "Your ballot is NOT in the urn, although the congress has signed for it. Tell the tellers now; this phone holds the proof.",
  ],
  "recount.bad": ["KHÔNG khớp: {what}. Xin báo ngay Ban kiểm phiếu.", "It does NOT hold: {what}. Tell the tellers now."],
  "each.approve": [
    "Chọn đồng ý hay không với từng dòng. Dòng không chọn là không ý kiến.",
    "Say yes or no to each line. A line you leave is no opinion.",
  ],
  "each.score": ["Cho mỗi dòng từ 0 đến {most} điểm. Dòng để trống không có điểm.", "Give each line 0 to {most} points. A line you leave gets none."],
  "each.said": ["Đã chọn {said} / {count}", "{said} of {count} said"],
  "each.scored": ["Đã chấm {said} / {count}", "{said} of {count} scored"],
  "each.all-yes": ["Đồng ý cả {count}", "Yes to all {count}"],
  "each.yes": ["Đồng ý", "Yes"],
  "each.no": ["Không đồng ý", "No"],
  "each.none": ["Không ý kiến", "No opinion"],
  "each.no-points": ["Chưa chấm", "Not scored"],
  "rank.how": [
    "Chạm theo thứ tự đồng chí ưu tiên. Không cần xếp hết {count} dòng.",
    "Tap in your order of preference. You need not rank all {count}.",
  ],
  "rank.yours": ["Thứ tự của đồng chí", "Your order"],
  "rank.empty": ["Chưa xếp ai", "Nothing ranked yet"],
  "rank.rest": ["Chưa xếp ({count})", "Not ranked ({count})"],
  "rank.add": ["Xếp thứ {place}", "Rank as number {place}"],
  "rank.up": ["{name}: lên thứ {place}", "{name}: up to number {place}"],
  "rank.take-out": ["{name}: bỏ khỏi thứ tự", "{name}: take out of the order"],
  "rank.now": ["{name}: thứ {place}", "{name}: number {place}"],
  "rank.out": ["{name}: đã bỏ khỏi thứ tự", "{name}: taken out of the order"],
  reckoning: [
    "Phiếu kín phát {papers} · bỏ {cast} · trả lại {void} · chưa rõ {unaccounted}",
    "Secret papers {papers} · cast {cast} · void {void} · unaccounted {unaccounted}",
  ],
  "reckoning.verified": ["{phones} máy đã tự kiểm kết quả này", "{phones} phones have verified this result"],
  "checked.ours": [
    "Phiếu của đồng chí có trong {size} phiếu đã kiểm: máy này vừa tự kiểm. Mã gốc: {root}.",
    "Your ballot is in the count of {size}: this phone has verified it. Root: {root}.",
  ],
  "checked.root": [
    "Máy này đã tự kiểm {size} phiếu được công bố: mã gốc {root} đúng như đại hội đã ký.",
    "This phone has verified the {size} ballots that were published: the root {root} is the one that the congress signed.",
  ],
  "checked.bad": [
    "Phiếu của đồng chí KHÔNG có trong kết quả. Xin đưa màn hình này cho Ban kiểm phiếu.",
    "Your ballot is NOT in the count. Show this to the tellers.",
  ],
  "reckoning.more": [
    "Số phiếu bỏ và trả lại NHIỀU HƠN số phiếu đã phát. Xin báo ngay Ban kiểm phiếu.",
    "There are MORE ballots and void papers than papers. Tell the tellers now.",
  ],
  chosen: ["Đã chọn {count} / {most}", "{count} / {most} chosen"],
});
