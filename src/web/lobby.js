(function(){
var board=document.getElementById("bang"),last="",seen={},first=true,asking=false,again=false,told=false,stream=null,looked=0;
function look(){
if(asking){again=true;return}
asking=true;again=false;looked=+new Date();
var ask=new XMLHttpRequest();
ask.onreadystatechange=function(){
if(ask.readyState!==4)return;
asking=false;
if(ask.status===200){if(ask.responseText!==last){board.innerHTML=last=ask.responseText;mark()}}
document.body.className=ask.status===200?"":"lost";
if(again)look()
};
ask.open("GET","/man-hinh/bang",true);ask.timeout=4000;ask.send()
}
function mark(){
var calls=document.querySelectorAll("[data-call]"),now=+new Date(),i,key,was;
for(i=0;i<calls.length;i++){
key=calls[i].getAttribute("data-call");
if(!seen[key])seen[key]=first?1:now;
was=calls[i].className.replace(" fresh","");
key=now-seen[key]<12000?was+" fresh":was;
if(calls[i].className!==key)calls[i].className=key
}
first=false
}
function follow(){
if(!window.EventSource||stream&&stream.readyState!==2)return;
stream=new EventSource("/man-hinh/tin");
stream.onopen=function(){told=true;look()};
stream.onmessage=look;
stream.onerror=function(){told=false;look()}
}
mark();follow();
setInterval(function(){mark();var since=new Date()-looked;if(asking&&since>9000)asking=false;follow();if(since>(told?5000:900))look()},1000)
})()
