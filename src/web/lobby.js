(function(){
var board=document.getElementById("bang"),last="",asking=false,again=false,told=false,stream=null,looked=0;
function look(){
if(asking){again=true;return}
asking=true;again=false;looked=+new Date();
var ask=new XMLHttpRequest();
ask.onreadystatechange=function(){
if(ask.readyState!==4)return;
asking=false;
if(ask.status===200){if(ask.responseText!==last)board.innerHTML=last=ask.responseText}
document.body.className=ask.status===200?"":"lost";
if(again)look()
};
ask.open("GET","/man-hinh/bang",true);ask.timeout=4000;ask.send()
}
function follow(){
if(!window.EventSource||stream&&stream.readyState!==2)return;
stream=new EventSource("/man-hinh/tin");
stream.onopen=function(){told=true;look()};
stream.onmessage=look;
stream.onerror=function(){told=false;look()}
}
follow();
setInterval(function(){var since=new Date()-looked;if(asking&&since>9000)asking=false;follow();if(since>(told?5000:900))look()},1000)
})()
