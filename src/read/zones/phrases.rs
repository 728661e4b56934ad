//! Words that page furniture is made of, in lower case. They are those of English-language news
//! sites in general; form and place on the page decide together with them.

/// Beginnings of lines that open a list of other stories.
#[rustfmt::skip]
pub(super) const TEASERS: &[&str] = &[
    "also in ", "also on ", "also read", "around the web", "best of ", "breaking news",
    "continue exploring", "don't miss", "don’t miss", "editor's choice", "editor's pick", "editors' choice",
    "editors' pick", "editors’ choice", "editors’ pick", "editor’s choice", "editor’s pick", "elsewhere on",
    "explore more", "featured", "from around the web", "from our", "from the archive", "from the web",
    "further reading", "go deeper", "hot topics", "in case you missed", "in other news", "in pictures",
    "just in", "keep reading", "latest", "latest articles", "latest from", "latest headlines", "latest in ",
    "latest news", "latest posts", "latest stories", "live updates", "more about", "more articles",
    "more by ", "more coverage", "more for you", "more from", "more headlines", "more in ",
    "more like this", "more news", "more on ", "more stories", "more to read", "more top",
    "more top stories", "more videos", "most commented", "most discussed", "most popular", "most read",
    "most recent", "most shared", "most viewed", "most watched", "must read", "next article", "next post",
    "next story", "next up", "other articles", "other news", "other stories", "our latest", "our picks",
    "outbrain", "paid content", "partner content", "people also", "picked for you", "popular",
    "popular now", "popular posts", "popular stories", "previous article", "previous post",
    "previous story", "promoted", "read also", "read next", "read this next", "readers also",
    "recent articles", "recent news", "recent posts", "recent stories", "recommended", "related",
    "related article", "related content", "related coverage", "related links", "related news",
    "related post", "related reading", "related stories", "related story", "related topics",
    "related video", "related:", "see also", "selected for you", "similar articles", "similar stories",
    "sponsored", "stories you", "suggested", "taboola", "the latest", "this week's", "today's headlines",
    "today's top", "top headlines", "top news", "top picks", "top reads", "top stories", "trending",
    "up next", "watch next", "we recommend", "what others are reading", "what to read",
    "what we're reading", "what's new", "worth reading", "you may also", "you may be interested",
    "you may like", "you might also", "you might be interested", "you might like",
];

/// Beginnings of short lines that are page furniture.
#[rustfmt::skip]
pub(super) const FURNITURE: &[&str] = &[
    "about the author", "about us", "ad ", "ad choices", "ad feedback",
    "add a comment", "add comment", "ads by", "advertis", "advertorial", "all comments",
    "all rights reserved", "allow notifications", "an error", "app store", "apply now", "article continues",
    "ask a question", "author:", "back to top", "be the first", "become a member", "become a subscriber",
    "buy now", "by continuing", "byline:", "caption", "categories:", "category:", "change language",
    "chart:", "choose your", "click here", "comment now", "comment on the", "comment on this", "commenting",
    "comments (", "comments are", "contact us", "continue reading", "cookie", "copy link", "copyright",
    "correspondent:", "create account", "create your", "creative commons", "credit:", "credits:",
    "customer service", "date:", "dated:", "disclaimer", "discover more", "donate", "download app",
    "download our", "download the app", "e-mail", "edited by", "editing by", "edition:", "editor:",
    "editorial standards", "email", "enlarge", "enter your", "file photo", "file:", "filed under",
    "find out more", "follow us", "follow:", "font size", "footage:", "forgot", "free trial", "get our",
    "get the app", "get the day", "get the latest", "getty", "go to comments", "go to homepage",
    "google play", "got a tip", "graphic:", "have a story", "illustration:", "image caption",
    "image credit", "image source", "image:", "join our", "join us", "just now", "keywords:", "language:",
    "last modified", "last updated", "learn more", "leave a", "leave your", "like this", "like us on",
    "listen now", "listen to art", "listen to the", "listen to this", "live now", "load more", "loading",
    "local time", "location:", "log in", "login", "make a donation", "map:", "mark as", "media caption",
    "menu", "message us", "min read", "modified:", "more info", "most helpful", "my account", "my profile",
    "newsletter", "no comments", "no thanks", "now playing", "on facebook", "on twitter", "open app",
    "open in", "open menu", "originally published", "our newsletter", "our standards", "over to you",
    "photo by", "photo credit", "photo:", "photograph:", "photos:", "picture:", "pinterest",
    "please consider", "please enable", "please support", "poll:", "post a", "posted", "powered by",
    "print article", "print this", "privacy policy", "published", "quick links", "rate this", "reactions",
    "read full", "read in", "read later", "read more", "read the full", "read the original", "read time",
    "reading time", "recaptcha", "register for", "register now", "register to", "report an error",
    "report this ad", "reporter:", "reporting by", "reprints", "republish", "save article", "save for",
    "save this", "save to", "scan the", "scroll down", "scroll to", "search for", "section:", "see all",
    "see more", "select language", "send us", "set as", "share", "share on", "share to", "share via",
    "show comments", "show more", "sign in", "sign up", "site map", "sitemap", "size:", "skip to",
    "social media", "sort by", "source:", "sources:", "start your", "stay ahead", "stay connected",
    "stay in the", "stay informed", "stay up", "story continues", "subscribe", "support our", "support us",
    "switch to", "table of contents", "tag:", "tags", "tap to", "terms of", "text size",
    "thank you for reading", "thank you for sign", "thank you for sub", "this article is",
    "this article was", "this page", "this story is", "this story was", "tip us", "top of page", "topic:",
    "topics:", "translate this", "try again", "tweet", "unmute", "updated", "use of this", "video caption",
    "video credit", "video duration", "video:", "view all", "view comments", "view gallery", "view in",
    "view more", "want more", "want to support", "watch live", "watch now", "watch the video", "watch:",
    "we use cookies", "we value", "what do you think", "word by", "word count", "words by",
    "write a comment", "with inputs from", "with agency", "with agencies", "with reporting", "additional reporting", "compiled by", "translated by", "written by", "you are here", "you have 1", "you have no", "you have reached",
    "you have read", "your account", "your email", "your privacy", "©",
];

/// Lines that are page furniture if they say nothing else.
#[rustfmt::skip]
pub(super) const WHOLE: &[&str] = &[
    "accept", "ad", "advertisement", "agencies", "app", "audio", "back", "bookmark", "browse", "business",
    "close", "comment", "comments", "copy", "culture", "e-mail", "email", "expand", "facebook", "feedback",
    "follow", "gallery", "go to", "health", "hide", "home", "image", "instagram", "install",
    "international", "latest", "like", "link copied", "linkedin", "listen", "live", "loading", "local",
    "location", "log in", "login", "manage", "menu", "more", "new", "next", "notifications", "opinion",
    "page", "pause", "photo", "pinterest", "play", "podcasts", "politics", "poll", "previous", "print",
    "read", "receive", "reddit", "register", "reply", "rss", "save", "science", "search", "select", "send",
    "share", "sign in", "sign up", "skip", "source", "sport", "sports", "staff", "stay", "stories",
    "submit", "subscribe", "switch", "tags", "technology", "telegram", "text", "toggle", "top", "trending",
    "tweet", "twitter", "unlock", "upgrade", "url copied", "video", "view", "volume", "watch", "weather",
    "whatsapp", "world", "youtube",
];

/// Parts of notices about cookies, requests for money and addresses, and the like.
#[rustfmt::skip]
pub(super) const REQUESTS: &[&str] = &[
    "accept all cookies", "ad blocker", "ad-free", "adblock", "after this advert", "all rights reserved",
    "already a member", "already a subscriber", "article continues", "auto-generated from", "be respectful",
    "become a member", "become a subscriber", "breaking news alerts", "by clicking", "can be reached at",
    "click here to", "comments are closed", "comments are moderated", "community guidelines",
    "contributed reporting", "contributed to this report", "contributed to this story",
    "cookie preferences", "cookie settings", "cookies to", "corrections policy", "create a free account",
    "create an account", "daily newsletter", "delivered to your", "do not necessarily reflect",
    "does not necessarily reflect", "donate now", "donate today", "download our app", "download the app",
    "edited by our", "email newsletter", "email the reporter", "enable javascript", "enlarge this image",
    "first published on", "follow her on", "follow him on", "follow them on", "follow us on",
    "free newsletter", "free trial", "funded by readers", "get our app", "google news",
    "has been republished", "have a tip", "hide caption", "in your inbox", "join our channel",
    "join our community", "join our mailing", "join our newsletter", "join our telegram",
    "join our whatsapp", "join the conversation", "join the discussion", "leave a reply", "log in to",
    "make a donation", "more on this story", "morning newsletter", "news alerts", "no part of this",
    "opens in a new", "opens in new", "originally published", "our cookie", "our editorial",
    "our newsletter", "our privacy policy", "our readers for support", "personalised ads",
    "personalized ads", "push notifications", "read our latest", "report an error", "reproduced without",
    "republished from", "send us a tip", "share this article", "share this post", "share this story",
    "share this:", "sign up for our", "sign up for the", "sign up here", "sign up now", "sign up to",
    "story continues below", "straight to your inbox", "straight to your phone", "subscribe now",
    "subscribe to our", "subscribe today", "support independent journalism", "support our journalism",
    "support our work", "support quality journalism", "syndicated feed", "tap here", "telegram channel",
    "terms of service", "terms of use", "the privacy policy", "this website uses", "to your inbox",
    "toggle caption", "unsubscribe any time", "unsubscribe at any time", "use of cookies", "uses cookies",
    "view comments", "views and opinions", "views expressed", "we use cookies", "weekly newsletter",
    "whatsapp channel", "you can unsubscribe", "your browser", "your contribution helps", "your donation",
    "your inbox", "your subscription", "youtube channel",
];

/// Marks of a picture's credit.
#[rustfmt::skip]
pub(super) const CREDITS: &[&str] = &[
    "Getty Images", "AP Photo", "Photo:", "PHOTO:", "Photograph:", "Photo by", "(Photo", "[Photo", "Photo/",
    "Photo credit", "Photo Credit", "File photo", "FILE PHOTO", "File Photo", "FILE -", "FILE –", "FILE —",
    "[File", "(File", "Image:", "Image credit", "Image Credit", "Picture:", "Picture by", "/AFP", "AFP/",
    "/AP)", "/AP]", "/REUTERS", "REUTERS/", "/Reuters]", "/Reuters)", "via AP", "via REUTERS",
    "via Reuters]", "/EPA", "EPA/", "/Shutterstock", "/Anadolu", "[AFP]", "[Reuters]", "[AP]", "[EPA]",
    "Courtesy:", "Credit:", "Handout/", "/Handout", "(Xinhua/", "/Xinhua)", "/TASS", "/dpa",
    "Wikimedia Commons",
];
