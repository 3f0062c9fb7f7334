/** Providers whose addresses anybody can have under this very name. */
const PROVIDERS = `
  126.com 139.com 163.com 189.cn 1und1.de abv.bg aim.com aliyun.com aol.com arcor.de att.net autorambler.ru azet.sk
  bellsouth.net bigmir.net bigpond.com bk.ru blueyonder.co.uk bluewin.ch bol.com.br btinternet.com cegetel.net centrum.cz
  charter.net club-internet.fr cock.li comcast.net cox.net daum.net disroot.org duck.com earthlink.net email.com email.cz
  email.it eml.cc fastmail.com fastmail.fm foxmail.com free.fr freemail.hu freenet.de ftml.net googlemail.com gmail.com
  hanmail.net hey.com hushmail.com hushmail.me i.ua icloud.com ig.com.br inbox.com inbox.lt inbox.lv inbox.ru
  infinitum.com.mx interia.eu interia.pl internet.ru juno.com keemail.me laposte.net lenta.ru libero.it list.ru lycos.com
  mac.com mail.be mail.bg mail.com mail.de mail.ee mail.md mail.ru mailbox.org mailfence.com me.com meta.ua msn.com
  mymail-in.net myrambler.ru naver.com narod.ru nate.com neuf.fr nextmail.ru noos.fr ntlworld.com numericable.fr o2.pl
  o2.co.uk onet.eu onet.pl online.de op.pl optonline.net optusnet.com.au orange.fr passport.com planet.nl pm.me poczta.fm
  post.cz posteo.de posteo.net proton.me protonmail.ch protonmail.com qq.com r7.com rambler.ru rediffmail.com riseup.net
  ro.ru rocketmail.com rogers.com runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.cn sina.com sky.com
  skynet.be sohu.com spaces.ru spoko.pl swbell.net swissonline.ch sympatico.ca t-online.de telenet.be terra.com.br
  tiscali.co.uk tiscali.it tlen.pl tom.com tuta.com tuta.io tutamail.com tutanota.com tutanota.de tut.by ukr.net uol.com.br
  usa.com usa.net verizon.net vip.163.com vip.qq.com virgilio.it vk.com vodafone.it volny.cz walla.co.il walla.com
  wanadoo.fr web.de wp.pl xmail.ru xtra.co.nz ya.ru yeah.net ymail.com zoho.com zohomail.com zoznam.sk
  10minutemail.com discard.email dispostable.com fakeinbox.com getnada.com guerrillamail.com maildrop.cc mailinator.com
  mailnesia.com mohmal.com sharklasers.com temp-mail.org tempmail.com throwawaymail.com trashmail.com yopmail.com
`;
/** Providers that have one name under many countries' endings. */
const BRANDS = 'gmx hotmail live outlook windowslive yahoo yandex';

const providers = new Set(PROVIDERS.trim().split(/\s+/u));
const brands = new Set(BRANDS.split(' '));

/** Whether anybody can have an address of the domain; `name` is the part of it in front of the public suffix. */
export const isFreeMail = (domain: string, name: string): boolean => providers.has(domain) || brands.has(name);
